"""Marking who was there."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.bookings import policies
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.models import AttendanceMark, Offer


@transaction.atomic
def mark(offer: Offer, present: dict[int, bool], *, by: User, how: str) -> int:
    """Mark bookings, by pk, as present or absent; gives how many marks are new: what stands so already is left.

    Only who has a place is marked; others in `present` are left out. 3 queries for any number.
    Raises: BookingRefusedError, `early`, more than a day before it begins and when it is called off.
    """
    held = Offer.objects.hold(offer.pk)
    now = timezone.now()
    if not policies.takes_attendance(held, now):
        raise BookingRefusedError("early")
    standing: Any = held.bookings.booked().filter(pk__in=present).with_attendance().order_by("pk")
    made = [
        AttendanceMark(booking_id=pk, present=present[pk], by=by, at=now, how=how)
        for pk, before in standing.values_list("pk", "present")
        if before is not present[pk]
    ]
    AttendanceMark.objects.bulk_create(made)
    return len(made)
