"""What bookings keeps about a member, for taking away and erasing."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.bookings.actions.booking import leave_all
from cmkc.bookings.models import AttendanceMark, Booking, CalendarFeed
from cmkc.core.personal_data import PersonalData, register, rows

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _close_feed(user: "User") -> None:
    CalendarFeed.objects.filter(user=user).delete()


register(
    PersonalData(
        "bookings.bookings",
        _("bookings: what you booked and when, places that are still ahead are given back when you leave"),
        ("bookings.Booking",),
        rows(
            Booking, "user", "offer__kind", "offer__key", "offer__starts", "state", "number", "made_at", "promoted_at",
            "cancelled_at",
        ),
        leave_all,
    )
)  # fmt: skip
register(
    PersonalData(
        "bookings.attendance",
        _("attendance: where you were marked as present or absent"),
        ("bookings.AttendanceMark",),
        rows(AttendanceMark, "booking__user", "booking__offer__key", "booking__offer__starts", "present", "at", "how"),
    )
)
register(
    PersonalData(
        "bookings.calendar_feed",
        _("calendar: since when you have an address for it, never the address itself"),
        ("bookings.CalendarFeed",),
        rows(CalendarFeed, "user", "made_at"),
        _close_feed,
    )
)
