"""Named reads of course versions and of who read what."""

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from cmkc.accounts.models import User
    from courses.models import CourseVersion, LessonReading  # noqa: F401  (named in a quoted base)


class VersionQuerySet(models.QuerySet["CourseVersion"]):
    """Reads of versions."""

    def latest_of(self, course_pk: int) -> "CourseVersion | None":
        """Give a course's newest version with its snapshot, or None before the first; one query."""
        return self.filter(course=course_pk).select_related("snapshot").order_by("-number").first()


class ReadingQuerySet(models.QuerySet["LessonReading"]):
    """Reads of who read what."""

    def of(self, user: "User") -> "ReadingQuerySet":
        """Keep one reader's own."""
        return self.filter(reader=user)
