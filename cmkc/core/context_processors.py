"""What every page shows: the site's name, the reader's theme, the languages, the navigation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse, translate_url
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

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


def _navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """List the sections that exist, and which of them is being read."""
    items = []
    for label, name, section in NAVIGATION:
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        items.append({"label": label, "url": address, "section": section, "current": request.path.startswith(address)})
    return items


def _languages(request: HttpRequest) -> list[dict[str, Any]]:
    """List this page in each language: `url` with what was asked of it, `path` without, as search engines are told."""
    current = get_language()
    return [
        {
            "code": code,
            "name": name,
            "url": translate_url(request.get_full_path(), code),
            "path": translate_url(request.path, code),
            "current": code == current,
        }
        for code, name in settings.LANGUAGES
    ]


def site(request: HttpRequest) -> dict[str, Any]:
    """Give what the base template needs; no query, and what a page does not show is not computed."""
    return {
        "site_name": settings.SITE_NAME,
        "site_line": settings.SITE_LINE,
        "site_url": settings.SITE_URL,
        "page_url": settings.SITE_URL + request.path,
        "demo": settings.DEMO,
        "theme": theme_of(request),
        "languages": lazy(_languages, list)(request),
        "navigation": lazy(_navigation, list)(request),
    }
