"""Writes of courses: publishing a version freezes every lesson; a member marks a lesson as read."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from cmkc.core import audit, references, snapshots
from cmkc.core.caching import touch
from cmkc.core.models import Snapshot
from cmkc.core.notices import PUBLISHED, announce
from cmkc.core.references import Target
from courses.models import CoursePage, CourseVersion, CourseVersionItem, LessonPage, LessonReading
from search.actions import stale

if TYPE_CHECKING:
    from cmkc.accounts.models import User

LESSON = "course-lesson"
VERSION = "course-version"


@transaction.atomic
def publish_version(course: CoursePage, *, change_class: str, note: str, by: "User | None" = None) -> CourseVersion:
    """Freeze the course as its next version, which readers see from now on; the one before is retired.

    `by` is None for the shipped content only. Raises: ValidationError when the outline holds no live lesson.
    """
    course = CoursePage.objects.select_for_update().get(pk=course.pk)  # fresh, and two at once wait for each other
    before = CourseVersion.objects.latest_of(course.pk)
    number = before.number + 1 if before else 1
    modules, lessons = _outline(course)
    if not lessons:
        raise ValidationError(_("Put at least one published lesson into the outline first."))
    frozen = {lesson.key: _freeze_lesson(course, lesson, number) for lesson, _required in lessons}
    manifest = _manifest(course, number, modules, frozen)
    snapshot = snapshots.freeze(VERSION, course.slug, manifest, language=_language(course), label=str(number))
    version = CourseVersion.objects.create(
        course=course, number=number, change_class=change_class, note=note, snapshot=snapshot,
        revision=course.latest_revision, published_by=by,
    )  # fmt: skip
    CourseVersionItem.objects.bulk_create(
        CourseVersionItem(
            version=version, stable_key=lesson.key, position=place, required=required, snapshot=frozen[lesson.key]
        )
        for place, (lesson, required) in enumerate(lessons, 1)
    )
    if before and before.retired_at is None:
        CourseVersion.objects.filter(pk=before.pk).update(retired_at=version.effective_from)
    audit.record("courses.version.published", version, by=by, data={"sha256": snapshot.sha256, "number": number})
    _tell(course, version)
    return version


def _tell(course: CoursePage, version: CourseVersion) -> None:
    """Let the new version be found, shown, and known to the course's followers."""
    announce(PUBLISHED, ("course", course.slug), f"course-version:{version.pk}", by=version.published_by_id)
    stale(course)
    touch("courses")


@transaction.atomic
def mark_read(reader: "User", course: CoursePage, lesson_key: str) -> None:
    """Remember that a member has read a lesson; marking it again changes nothing."""
    LessonReading.objects.get_or_create(reader=reader, course=course, lesson_key=lesson_key)


def _language(course: CoursePage) -> str:
    """Give the language the course is written in."""
    return str(course.locale.language_code)


def _outline(course: CoursePage) -> tuple[list[tuple[str, str, list[str]]], list[tuple[LessonPage, bool]]]:
    """Give the modules (key, title, keys of lessons), and the live lessons in order with whether they are required."""
    modules, lessons = [], []
    for module in course.outline:
        chosen = [
            (block.value["page"].specific, bool(block.value["required"]))
            for block in module.value["items"]
            if block.value["page"] is not None and block.value["page"].live
        ]
        lessons += chosen
        modules.append((module.value["key"], module.value["title"], [lesson.key for lesson, _required in chosen]))
    return modules, lessons


def _freeze_lesson(course: CoursePage, lesson: LessonPage, number: int) -> Snapshot:
    """Freeze one lesson and remember what it refers to."""
    with override(_language(course)):  # not that of the editor: labels in the text, addresses of its links
        content = lesson.content()
    key = f"{course.slug}/{lesson.key}"
    targets = [Target(kind, name) for section in content["sections"] for kind, name in section["targets"]]
    references.record(Target("lesson", key), targets)
    return snapshots.freeze(LESSON, key, content, language=_language(course), label=str(number))


def _manifest(
    course: CoursePage, number: int, modules: list[tuple[str, str, list[str]]], frozen: dict[str, Snapshot]
) -> dict[str, Any]:
    """Give the version's table of contents with the course's own words and source."""
    words = ("title", "summary", "level", "effort_minutes", "audience", "objectives", "prerequisites")
    source = ("source_title", "source_body", "source_year", "source_url", "confidence")
    entries = {
        key: {name: snapshot.document[name] for name in ("key", "title", "objective", "minutes")}
        | {"sha256": snapshot.sha256}
        for key, snapshot in frozen.items()
    }
    return {
        "course": {name: getattr(course, name) for name in (*words, *source)},
        "number": number,
        "modules": [
            {"key": key, "title": title, "lessons": [entries[lesson] for lesson in lessons]}
            for key, title, lessons in modules
        ],
    }
