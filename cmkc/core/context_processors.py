"""What every page shows: the site's name, the reader's theme, the languages, the navigation."""

from functools import lru_cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmkc.core.waiting import count_for

THEMES = ("auto", "light", "dark")
NAVIGATION = (
    (_("Library"), "library:list", "library"),
    (_("Guides"), "guides:list", "guides"),
    (_("Courses"), "courses:list", "courses"),
    (_("Regulation"), "regulatory:table", "regulatory"),
    (_("Forum"), "forum:index", "forum"),
    (_("Glossary"), "glossary:list", "glossary"),
    (_("Programs"), "programs:list", "programs"),
)


def theme_of(request: HttpRequest) -> str:
    """Give the theme the reader chose, or `auto`, which follows the system."""
    chosen = request.COOKIES.get(settings.THEME_COOKIE_NAME, "auto")
    return chosen if chosen in THEMES else "auto"


@lru_cache(maxsize=len(settings.LANGUAGES) + 1)
def sections(language: str) -> tuple[tuple[Any, str, str], ...]:  # noqa: ARG001  (what the addresses depend on)
    """List label, address and name of each section in one language; they stay the same while the process runs."""
    return tuple((label, reverse(name), section) for label, name, section in NAVIGATION)


def _section(request: HttpRequest) -> str:
    """Name the section that is being read, or nothing."""
    return next((name for _label, start, name in sections(get_language()) if request.path.startswith(start)), "")


def in_language(path: str, code: str) -> str:
    """Give the same page's address in a language: the default one has no prefix, another has its code."""
    for other, _name in settings.LANGUAGES:
        if path.startswith(f"/{other}/"):
            path = path[len(other) + 1 :]
            break
    return path if code == settings.LANGUAGE_CODE else f"/{code}{path}"


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """List this page in each language: `url` with what was asked of it, `path` without, as search engines are told."""
    current = get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": in_language(request.get_full_path(), code),
            "path": in_language(request.path, code),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def _waiting_count(request: HttpRequest) -> int:
    """Count the work that waits for the reader; error pages and tests may have a request without one."""
    user = getattr(request, "user", None)
    return count_for(user) if user is not None else 0


def site(request: HttpRequest) -> dict[str, Any]:
    """Give what the base template needs; what a page does not show is not computed.

    No query, but for the count of waiting work, once a minute for who is signed in.
    """
    return {
        "site_name": settings.SITE_NAME,
        "site_line": settings.SITE_LINE,
        "site_url": settings.SITE_URL,
        "page_url": settings.SITE_URL + request.path,
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "waiting_count": SimpleLazyObject(partial(_waiting_count, request)),
        "languages": SimpleLazyObject(partial(_languages, request)),
        "section": _section(request),
    }
