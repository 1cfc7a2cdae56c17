"""What the home page reads of other apps: the columns that its rows show, and the SQL is written once."""

from typing import Any

from django.db.models import QuerySet

from cmkc.accounts.models import User
from cmkc.core.models import Subject, SubjectKind
from cmkc.core.pages import open_to
from cmkc.core.prepared import prepared
from cmkc.guides.models import GuideRelease
from cmkc.home.models import HomePage, TextPage
from cmkc.library.models import Publication
from courses.models import CourseVersion, LessonReading

SHORT = 5
"""How many works and topics stand on the home page."""


@prepared
def summaries() -> QuerySet[HomePage, str]:
    """Read the summary at the head of the home page."""
    return HomePage.objects.values_list("summary", flat=True)[:1]


@prepared
def technologies() -> QuerySet[Subject]:
    """Read the technologies in their order."""
    return Subject.objects.filter(kind=SubjectKind.TECHNOLOGY).only("slug", "title", "kind", "description")


@prepared
def text_pages(kinds: Any, groups: Any, slug: Any) -> QuerySet[TextPage]:
    """Read a page about the site."""
    rows = TextPage.objects.filter(open_to(kinds, groups), slug=slug)
    return rows.only("title", "slug", "summary", "body", "last_published_at")


@prepared
def newest_publications(principals: Any) -> QuerySet[Publication]:
    """Read the newest works."""
    return Publication.objects.for_audiences(principals).newest()[:SHORT]


@prepared
def newest_releases(kinds: Any, groups: Any) -> QuerySet[GuideRelease]:
    """Read the newest release of all guides."""
    rows = GuideRelease.objects.filter(open_to(kinds, groups, "guide__")).select_related("guide")
    return rows.only("number", "published_at", "guide__title", "guide__slug", "guide__summary")[:1]


@prepared
def lessons(kinds: Any, groups: Any) -> QuerySet[CourseVersion, tuple[Any, ...]]:
    """Read the courses in their order, a row for each lesson; a course without any has one row, without a key."""
    rows = CourseVersion.objects.filter(open_to(kinds, groups, "course__"), retired_at=None)
    shown = rows.order_by("course__path", "pk", "items__position")
    return shown.values_list("course", "course__title", "course__slug", "course__level", "items__stable_key")


def lessons_read(user: User) -> set[tuple[int, str]]:
    """List the lessons that a member has read, with their courses; 1 query."""
    return set(LessonReading.objects.of(user).values_list("course", "lesson_key"))
