"""What may be found of courses: the course, and every lesson of its latest version."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from courses.models import CoursePage, CourseVersion
from search.sources import Document, Source, register


def _courses() -> QuerySet:
    """List the live courses that have a version."""
    return CoursePage.objects.live().filter(versions__isnull=False).distinct()


def _documents(course: CoursePage) -> Iterator[Document]:
    """Give the course itself and one document for each lesson; 4 queries for any number of lessons."""
    version = CourseVersion.objects.latest_of(course.pk)
    audience = course.audience_names()
    if version is None or not audience:
        return
    facets = {
        "technology": [subject.slug for subject in course.subjects.all()],
        "level": [course.level],
        "year": [str(version.effective_from.year)],
    }
    shown = {
        "status": str(_("version %(number)s") % {"number": version.number}),
        "confidence": str(course.get_confidence_display()),
    }
    yield Document(
        kind="course", title=course.title, summary=course.summary, body="\n".join(course.objectives),
        url=course.get_absolute_url(), audience=audience, facets=facets, published_at=version.effective_from,
        shown=shown,
    )  # fmt: skip
    for item in version.items.select_related("snapshot"):
        lesson = item.snapshot.document
        yield Document(
            part=item.stable_key, kind="course", title=lesson["title"], summary=course.title,
            body="\n".join([lesson["objective"], *(section["text"] for section in lesson["sections"])]),
            url=reverse("courses:lesson", args=[course.slug, item.stable_key]), audience=audience, facets=facets,
            published_at=version.effective_from, shown=shown,
        )  # fmt: skip


register(Source(kind="course", label=_("Courses"), model=CoursePage, queryset=_courses, documents=_documents))
