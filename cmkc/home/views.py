"""The home page, a page for each technology, and the pages about the site."""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cmkc.accounts.models import User
from cmkc.core.caching import public_page
from cmkc.core.models import Subject, SubjectKind
from cmkc.core.pages import open_to, passes_of
from cmkc.core.prepared import prepared
from cmkc.guides.models import GuidePage, GuideRelease
from cmkc.home.models import HomePage, TextPage
from cmkc.library.models import Publication
from courses.models import CoursePage, CourseVersion, CourseVersionItem, LessonReading
from forum.models import Topic
from search.browsing import newest_by_kind

AREAS = ("home", "library", "guides", "courses", "regulatory", "forum", "programs", "glossary")


@require_safe
@public_page(*AREAS, by_day=True)
def home(request: HttpRequest) -> HttpResponse:
    """Show what the four people come for; at most 15 queries for any amount of content."""
    user = request.user
    context = {
        "summary": HomePage.objects.values_list("summary", flat=True).first() or "",
        "technologies": Subject.objects.filter(kind=SubjectKind.TECHNOLOGY),
        "publications": Publication.objects.visible_to(user).newest()[:5],
        "releases": _newest_release(user),
        "topics": Topic.objects.visible_to(user).for_listing()[:5],
        "courses": _courses(user),
    }
    return render(request, "home/home.html", context)


@require_safe
@public_page(*AREAS)
def technology(request: HttpRequest, slug: str) -> HttpResponse:
    """Show everything about one technology, over all kinds; 4 queries for any amount of content."""
    subject = get_object_or_404(Subject, slug=slug, kind=SubjectKind.TECHNOLOGY)
    context = {
        "subject": subject,
        "technologies": Subject.objects.filter(kind=SubjectKind.TECHNOLOGY),
        "shelves": newest_by_kind(request.user, technology=slug, size=6),
        "breadcrumbs": [{"label": subject.title, "url": "", "lang": "en"}],
    }
    return render(request, "home/technology.html", context)


@require_safe
@public_page("home")
def text(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page about the site; 1 query."""
    found = _text_page(*passes_of(request.user), slug)
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


@prepared
def _text_page(kinds: Any, groups: Any, slug: Any) -> QuerySet[TextPage]:
    """Read a page about the site."""
    rows = TextPage.objects.filter(open_to(kinds, groups), slug=slug)
    return rows.only("title", "slug", "summary", "body", "last_published_at")


def _newest_release(user: User | AnonymousUser) -> QuerySet[GuideRelease]:
    """Give the newest release of all guides, with what its row shows."""
    releases = GuideRelease.objects.filter(guide__in=GuidePage.objects.visible_to(user)).select_related("guide")
    return releases.only("number", "published_at", "guide__title", "guide__slug", "guide__summary")[:1]


def _courses(user: User | AnonymousUser) -> list[dict[str, Any]]:
    """List the courses with the lesson at which a member goes on; 2 queries, one more for a member."""
    versions = CourseVersion.objects.filter(course__in=CoursePage.objects.visible_to(user), retired_at=None)
    shown = versions.select_related("course").only("course__title", "course__slug", "course__level", "course__path")
    lessons: dict[int, list[str]] = defaultdict(list)
    for version_id, key in CourseVersionItem.objects.filter(version__in=versions).values_list("version", "stable_key"):
        lessons[version_id].append(key)
    read: set[tuple[int, str]] = set()
    if user.is_authenticated:
        read = set(LessonReading.objects.of(user).values_list("course", "lesson_key"))
    rows = []
    for version in shown.order_by("course__path"):
        left = [key for key in lessons[version.pk] if (version.course_id, key) not in read]
        total, following = len(lessons[version.pk]), left[0] if left else ""
        rows.append({"course": version.course, "total": total, "done": total - len(left), "next": following})
    return sorted(rows, key=lambda row: not 0 < row["done"] < row["total"])
