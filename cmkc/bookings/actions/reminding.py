"""Reminders: a day before and an hour before, once for each booking, whatever stops in between."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cmkc.bookings.actions.places import REMINDER, tell
from cmkc.bookings.models import Offer, Reminder

LEADS = (("day", timedelta(days=1), timedelta(hours=1)), ("hour", timedelta(hours=1), timedelta(0)))
"""Each reminder: its name, how long before the beginning it falls due, and when it is too late for it."""
CHUNK = 500


def is_due() -> bool:
    """Tell whether a date comes near at all; 1 query over an index."""
    return Offer.objects.to_remind(timezone.now(), LEADS[0][1]).exists()


def remind() -> int:
    """Remind everybody whose date comes near; gives how many. Safe to run again, and by several workers at once."""
    now = timezone.now()
    total = 0
    for name, lead, too_late in LEADS:
        for pk in Offer.objects.to_remind(now, lead).filter(starts__gt=now + too_late).values_list("pk", flat=True):
            while reminded := _remind_some(pk, name, lead, now):
                total += reminded
    return total


@transaction.atomic
def _remind_some(pk: int, name: str, lead: timedelta, now: datetime) -> int:
    """Remind up to CHUNK people of one offer: the rows that say so and the notice are committed together.

    Whoever got the place after the reminder fell due has just been told and needs none.
    """
    held = Offer.objects.hold(pk)
    if held.cancelled_at is not None or not now < held.starts <= now + lead:
        return 0
    due = list(held.bookings.to_remind(name, held.starts, held.starts - lead)[:CHUNK])
    Reminder.objects.bulk_create([Reminder(booking=one, name=name, starts=held.starts, at=now) for one in due])
    if due:
        key = f"{REMINDER}:{held.pk}:{name}:{held.starts:%Y%m%dT%H%M%SZ}:{due[0].pk}"
        tell(REMINDER, held, key, [one.user_id for one in due])
    return len(due)
