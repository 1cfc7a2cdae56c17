"""A course with lessons, as an instructor would have made it."""

from itertools import count

from courses.actions import publish_version
from courses.models import ChangeClass, CourseIndexPage, CoursePage, CourseVersion, LessonPage
from tests.home.site import site_tree

_numbers = count(1)


def make_course(*, lessons: int = 2, **fields) -> CoursePage:
    """Make a course with one module of short lessons and no version."""
    site_tree()
    number = next(_numbers)
    fields = {
        "title": f"Course {number}",
        "slug": f"course-{number}",
        "summary": "Learn.",
        "confidence": "found",
    } | fields
    course = CourseIndexPage.objects.get().add_child(instance=CoursePage(**fields))
    pages = [add_lesson(course, f"lesson-{at}") for at in range(1, lessons + 1)]
    items = [("lesson", {"page": page, "required": True}) for page in pages]
    course.outline = [("module", {"title": "Module", "key": "module", "items": items})]
    course.save_revision().publish()
    course.refresh_from_db()
    return course


def add_lesson(course: CoursePage, key: str) -> LessonPage:
    """Add a published lesson."""
    body = [("text", f"The words of {key} are *few*.")]
    page = LessonPage(title=f"About {key}", slug=key, key=key, objective="Say it.", minutes=5, body=body)
    course.add_child(instance=page)
    page.save_revision().publish()
    return page


def published_course(**fields) -> CourseVersion:
    """Make a course with its first version."""
    return publish_version(make_course(**fields), change_class=ChangeClass.EDITORIAL, note="First.")
