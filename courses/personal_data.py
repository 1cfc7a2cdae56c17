"""What courses keep about a member, for taking away and erasing."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.core.personal_data import PersonalData, register, rows
from courses.models import LessonReading

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _forget_readings(user: "User") -> None:
    """Erase which lessons were read: it is a bookmark, not a training record."""
    LessonReading.objects.of(user).delete()


register(
    PersonalData(
        "courses.readings",
        _("lessons marked as read"),
        ("courses.LessonReading",),
        rows(LessonReading, "reader", "course__title", "lesson_key", "read_at"),
        _forget_readings,
    )
)
