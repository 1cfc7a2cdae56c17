"""The home page, a page for each technology, and the pages about the site."""

from itertools import groupby
from operator import itemgetter
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cmkc.accounts.models import User
from cmkc.core.addresses import address
from cmkc.core.audiences import principals_of
from cmkc.core.caching import public_page
from cmkc.core.pages import passes_of
from cmkc.home import reads
from courses.models import Level
from forum.reads import newest_topics
from search.browsing import newest_by_kind

AREAS = ("home", "library", "guides", "courses", "regulatory", "forum", "programs", "glossary")


@require_safe
@public_page(*AREAS, by_day=True)
def home(request: HttpRequest) -> HttpResponse:
    """Show what the four people come for; at most 12 queries for any amount of content."""
    user = request.user
    context = {
        "summary": next(iter(reads.summaries()), ""),
        "technologies": reads.technologies(),
        "publications": reads.newest_publications(principals_of(user)),
        "releases": reads.newest_releases(*passes_of(user)),
        "topics": newest_topics(user, number=reads.SHORT),
        "courses": _courses(user),
    }
    return render(request, "home/home.html", context)


@require_safe
@public_page(*AREAS)
def technology(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything about one technology, over all kinds; 4 queries for any amount of content."""
    technologies = reads.technologies()
    subject = next((each for each in technologies if each.slug == slug), None)
    if subject is None:
        raise Http404
    context = {
        "subject": subject,
        "technologies": technologies,
        "shelves": newest_by_kind(request.user, technology=slug, size=6),
        "breadcrumbs": [{"label": subject.title, "url": "", "lang": "en"}],
    }
    return render(request, "home/technology.html", context)


@require_safe
@public_page("home")
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page about the site; 1 query."""
    found = reads.text_pages(*passes_of(request.user), slug)
    if not found:
        raise Http404
    page = found[0]
    context = page.content() | {
        "page": page,
        "operator": settings.OPERATOR,
        "contact_email": settings.CONTACT_EMAIL,
        "breadcrumbs": [{"label": page.title, "url": "", "lang": "en"}],
    }
    return render(request, "home/text.html", context)


def _courses(user: User | AnonymousUser) -> list[dict[str, Any]]:
    """List the courses with the lesson at which a member goes on; 1 query, one more for a member."""
    read = reads.lessons_read(user) if user.is_authenticated else set()
    rows = []
    for (course, title, slug, level), lessons in groupby(reads.lessons(*passes_of(user)), key=itemgetter(0, 1, 2, 3)):
        keys = [lesson[-1] for lesson in lessons if lesson[-1]]
        left = [key for key in keys if (course, key) not in read]
        rows.append(
            {
                "title": title,
                "url": address("courses:course", slug),
                "level": Level(level).label,
                "total": len(keys),
                "done": len(keys) - len(left),
                "next": address("courses:lesson", slug, left[0]) if left else "",
            }
        )
    return sorted(rows, key=lambda row: not 0 < row["done"] < row["total"])
