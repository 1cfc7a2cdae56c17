"""Pages of courses: the catalogue, a course, a lesson. All are read from the latest version's snapshots."""

from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cmkc.core.addresses import address
from cmkc.core.caching import public_page
from cmkc.core.pages import open_to, passes_of
from cmkc.core.prepared import prepared
from cmkc.core.prose import readable
from courses.actions import mark_read
from courses.models import CoursePage, CourseVersion, CourseVersionItem, LessonReading

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@require_safe
@public_page("courses")
def courses(request: HttpRequest) -> HttpResponse:
    """List the courses that have a version; 1 query for any number."""
    newest: dict[int, CourseVersion] = {}
    for version in _catalogue(*passes_of(request.user)):
        newest.setdefault(version.course_id, version)  # the newest stands first
    ordered = sorted(newest.values(), key=lambda version: version.course.path)
    return render(
        request, "courses/courses.html", {"versions": ordered, "breadcrumbs": [{"label": _("Courses"), "url": ""}]}
    )


@require_safe
@public_page("courses")
def course(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a course: for whom, what one can do after it, its outline; 1 query, 2 for a member."""
    context = _frame(request, slug)
    context["breadcrumbs"] = [
        {"label": _("Courses"), "url": address("courses:list")},
        {"label": context["course"]["title"], "url": "", "lang": context["version"].snapshot.language},
    ]
    return render(request, "courses/course.html", context)


@require_safe
@public_page("courses")
def lesson(request: HttpRequest, slug: str, lesson: str) -> HttpResponse:
    """Show a lesson with the outline beside it; 2 queries for any length, 3 for a member."""
    context = _frame(request, slug, current=lesson)
    entries = context["lessons"]
    place = next((at for at, entry in enumerate(entries) if entry["key"] == lesson), None)
    if place is None:
        raise Http404
    item = _item(context["version"].pk, lesson)[0]
    course = context["course"]["title"]
    language = context["version"].snapshot.language
    context |= {
        "lesson": readable(item.snapshot.document),
        "step": place + 1,
        "minutes_left": sum(entry["minutes"] for entry in entries[place:]),
        "previous": entries[place - 1] if place else None,
        "next": entries[place + 1] if place + 1 < len(entries) else None,
        "is_read": lesson in context["read"],
        "breadcrumbs": [
            {"label": _("Courses"), "url": address("courses:list")},
            {"label": course, "url": address("courses:course", slug), "lang": language},
            {"label": entries[place]["title"], "url": "", "lang": language},
        ],
    }
    return render(request, "courses/lesson.html", context)


@login_required
@require_POST
def read(request: HttpRequest, slug: str, lesson: str) -> HttpResponse:
    """Mark a lesson as read and go on to the next one, or back to the course after the last."""
    page = get_object_or_404(CoursePage.objects.visible_to(request.user), slug=slug)
    version = CourseVersion.objects.latest_of(page.pk)
    keys = [] if version is None else [entry["key"] for entry in _lessons(version.snapshot.document)]
    if lesson not in keys:
        raise Http404
    mark_read(cast("User", request.user), page, lesson)
    following = keys[keys.index(lesson) + 1 :]
    if following:
        return redirect("courses:lesson", slug, following[0])
    return redirect("courses:course", slug)


@prepared
def _catalogue(kinds: Any, groups: Any) -> QuerySet[CourseVersion]:
    """Read all versions, the newest first, with what a row of the catalogue shows."""
    rows = CourseVersion.objects.filter(open_to(kinds, groups, "course__")).select_related("course")
    shown = ("title", "slug", "path", "summary", "level", "effort_minutes", "confidence")
    return rows.only("number", *(f"course__{name}" for name in shown))


@prepared
def _newest(kinds: Any, groups: Any, slug: Any) -> QuerySet[CourseVersion]:
    """Read a course's newest version with what its pages show."""
    rows = CourseVersion.objects.filter(open_to(kinds, groups, "course__"), course__slug=slug)
    shown = ("language", "content", "sha256")
    chosen = rows.select_related("snapshot", "course").only(
        "number", "effective_from", "course__slug", *(f"snapshot__{name}" for name in shown)
    )
    return chosen[:1]


@prepared
def _item(version: Any, lesson: Any) -> QuerySet[CourseVersionItem]:
    """Read a lesson of a version."""
    rows = CourseVersionItem.objects.filter(version=version, stable_key=lesson)
    return rows.select_related("snapshot").only("snapshot__content")


def _lessons(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    """List the lessons of all modules in order."""
    return [entry for module in manifest["modules"] for entry in module["lessons"]]


def _frame(request: HttpRequest, slug: str, current: str = "") -> dict[str, Any]:
    """Give what every page of a course shows. Raises: Http404 when the user may not see it or it has no version."""
    found = _newest(*passes_of(request.user), slug)
    if not found:
        raise Http404
    version = found[0]
    manifest = version.snapshot.document
    read = _read_keys(request, version.course_id)
    words, lessons = manifest["course"], _lessons(manifest)
    for entry in lessons:
        entry["url"] = address("courses:lesson", slug, entry["key"])
        entry["label"] = entry["title"]
        entry["state"] = "current" if entry["key"] == current else "done" if entry["key"] in read else "next"
    return {
        "course": words,
        "fact": CoursePage(
            **{name: words[name] for name in words if name.startswith("source") or name == "confidence"}
        ),
        "slug": slug,
        "version": version,
        "modules": manifest["modules"],
        "lessons": lessons,
        "minutes": sum(entry["minutes"] for entry in lessons),
        "read": read,
        "resume": next((entry for entry in lessons if entry["key"] not in read), None),
    }


def _read_keys(request: HttpRequest, course: int) -> set[str]:
    """List the lessons that the signed-in reader has read; no query for a visitor."""
    if not request.user.is_authenticated:
        return set()
    return set(LessonReading.objects.of(request.user).filter(course=course).values_list("lesson_key", flat=True))
