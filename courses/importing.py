"""Load the shipped courses: their pages, their lessons, and the version that readers see. Quizzes wait in the file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cmkc.core.blocks import cut, stream_content, stream_of
from cmkc.core.content_files import SOURCED, Shape, check, records
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.models import Subject
from cmkc.core.pages import latest_draft, publish_under
from cmkc.core.taxonomy import AI, CONTINUOUS, PAT, TECHNOLOGIES
from courses.actions import publish_version
from courses.models import ChangeClass, CourseIndexPage, CoursePage, CourseVersion, LessonPage, Level

FILE = "courses.json"
COURSE = Shape(
    {
        "title": str, "summary": str, "level": str, "estimated_hours": int, "audience": list, "outcomes": list,
        "prerequisites": list, "language": str, "pass_mark": float, "modules": list, "objectives": list,
        "effort_minutes": int, **SOURCED,
    }
)  # fmt: skip
MODULE = Shape({"id": str, "title": str, "lessons": list, "quiz": dict})
LESSON = Shape(
    {"id": str, "title": str, "body": str, "minutes": int, "objective": str, "glossary": list, "references": list}
)
WORDS = (150, 900)
"""How many words a lesson has, at least and at most."""

SUBJECTS = {
    "intro-pcm": [CONTINUOUS],
    "rtd-traceability": [CONTINUOUS],
    "pat-rtrt": [PAT, CONTINUOUS],
    "amt-regulation": [slug for slug in TECHNOLOGIES if slug != AI],
}
"""What the shipped courses are about; the file does not say."""


def _courses(folder: Path, report: Report) -> list[dict[str, Any]]:
    """Read the courses that are right."""
    courses = records(folder, FILE, report, within="courses", shape=COURSE)
    for course in courses:
        if course["level"] not in Level.values:
            report.refuse(FILE, course["id"], "level", _("the level is unknown"))
        for module in course["modules"]:
            if check(module, MODULE, file=FILE, id=str(module.get("id")), faults=report):
                _check_lessons(module["lessons"], report)
    return courses if not report.problems else []


def _check_lessons(lessons: list[dict[str, Any]], report: Report) -> None:
    """Check the lessons of one module."""
    for lesson in lessons:
        if check(lesson, LESSON, file=FILE, id=str(lesson.get("id")), faults=report):
            words = sum(not word.startswith("[[figure:") for word in lesson["body"].split())
            if not WORDS[0] <= words <= WORDS[1]:
                report.refuse(
                    FILE, lesson["id"], "body", _("%(count)s words; 150 to 900 are wanted") % {"count": words}
                )


def _read_courses(folder: Path, report: Report) -> list[Row]:
    """Give each course without its modules."""
    return [
        Row(course["id"], {name: value for name, value in course.items() if name != "modules"}, FILE)
        for course in _courses(folder, report)
    ]


def _apply_course(row: Row) -> None:
    """Create or update a course's page; its outline comes after its lessons."""
    page = CoursePage.objects.filter(slug=row.key).first() or CoursePage(slug=row.key)
    for name in ("title", "summary", "level", "audience", "objectives", "prerequisites", "effort_minutes"):
        setattr(page, name, row.data[name])
    for name, value in source_fields(row.data).items():
        setattr(page, name, value)
    publish_under(CourseIndexPage.objects.get(), page)
    page.subjects.set(Subject.objects.filter(slug__in=SUBJECTS.get(row.key, [])))


def _fingerprint_course(key: str) -> dict[str, Any] | None:
    """Give the loaded fields of the newest draft."""
    page = latest_draft(CoursePage.objects.filter(slug=key))
    names = ("title", "summary", "level", "audience", "objectives", "prerequisites", "effort_minutes", "confidence")
    return {name: getattr(page, name) for name in names} if page else None


def _read_lessons(folder: Path, report: Report) -> list[Row]:
    """Give each lesson by course and lesson."""
    return [
        Row(f"{course['id']}/{lesson['id']}", lesson, FILE)
        for course in _courses(folder, report)
        for lesson in _lessons_of(course)
    ]


def _lessons_of(course: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """List the lessons of all modules in order."""
    return (lesson for module in course["modules"] for lesson in module["lessons"])


def _apply_lesson(row: Row) -> None:
    """Create or update a lesson's page. Raises: ValidationError when a reference leads nowhere."""
    course, _slash, key = row.key.partition("/")
    parent = CoursePage.objects.get(slug=course)
    page = LessonPage.objects.child_of(parent).filter(key=key).first() or LessonPage(slug=key, key=key)
    for name in ("title", "objective", "minutes"):
        setattr(page, name, row.data[name])
    page.body = stream_of(cut(row.data["body"]))
    publish_under(parent, page)


def _fingerprint_lesson(key: str) -> dict[str, Any] | None:
    """Give the words and blocks of the newest draft."""
    course, _slash, lesson = key.partition("/")
    parent = CoursePage.objects.filter(slug=course).first()
    page = latest_draft(LessonPage.objects.child_of(parent).filter(key=lesson)) if parent else None
    if page is None:
        return None
    return {
        "title": page.title,
        "objective": page.objective,
        "minutes": page.minutes,
        "body": stream_content(page.body),
    }


def _read_versions(folder: Path, report: Report) -> list[Row]:
    """Give each course's outline with all that a version freezes, so that a change of it makes a new version."""
    return [Row(course["id"], _without_quizzes(course), FILE) for course in _courses(folder, report)]


def _without_quizzes(course: dict[str, Any]) -> dict[str, Any]:
    """Leave out what a version does not hold yet."""
    modules = [{name: module[name] for name in ("id", "title", "lessons")} for module in course["modules"]]
    return {name: value for name, value in course.items() if name != "pass_mark"} | {"modules": modules}


def _apply_version(row: Row) -> None:
    """Set the outline and freeze the course as its next version."""
    course = CoursePage.objects.get(slug=row.key)
    pages = {lesson.key: lesson for lesson in LessonPage.objects.child_of(course)}
    course.outline = [
        (
            "module",
            {
                "title": module["title"],
                "key": module["id"],
                "items": [("lesson", {"page": pages[lesson["id"]], "required": True}) for lesson in module["lessons"]],
            },
        )
        for module in row.data["modules"]
    ]
    course.save_revision().publish()
    course.refresh_from_db()
    first = not CourseVersion.objects.filter(course=course).exists()
    note = _("First version.") if first else _("The shipped text was revised.")
    publish_version(course, change_class=ChangeClass.EDITORIAL, note=note)


def _fingerprint_version(key: str) -> dict[str, Any] | None:
    """Give the outline of the newest draft, once a version is there."""
    page = latest_draft(CoursePage.objects.filter(slug=key, versions__isnull=False))
    return {"outline": stream_content(page.outline)} if page else None


register(Importer("courses", 70, _read_courses, _apply_course, _fingerprint_course))
register(Importer("lessons", 71, _read_lessons, _apply_lesson, _fingerprint_lesson))
register(Importer("course versions", 72, _read_versions, _apply_version, _fingerprint_version))
