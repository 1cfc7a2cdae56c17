"""Offering dates: making, changing and calling them off."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.bookings.actions.places import AREA, CANCELLED, CHANGED, promote_waiting, tell
from cmkc.bookings.models import Offer, State
from cmkc.core import audit
from cmkc.core.caching import touch

SHOWN = ("label", "place", "starts", "ends", "time_zone")
"""What a calendar shows: a change of these is told, and raises the offer's sequence."""
CHANGEABLE = (*SHOWN, "capacity", "waiting_list", "cut_off")
CUT_OFF_BEFORE = timedelta(hours=24)


@transaction.atomic
def offer(kind: str, key: str, *, starts: datetime, ends: datetime, by: User | None = None, **fields: Any) -> Offer:
    """Offer a date of a thing; `fields` are those of CHANGEABLE. The waiting list moves up until a day before.

    Raises: ValidationError for fields that don't fit together.
    """
    fields.setdefault("cut_off", starts - CUT_OFF_BEFORE)
    times = {"starts": starts, "ends": ends, "cut_off": fields.pop("cut_off")}
    whole = {name: moment.replace(second=0, microsecond=0) for name, moment in times.items()}  # as forms ask for them
    made = Offer(kind=kind, key=key, **whole, **fields)
    made.full_clean()
    made.save()
    touch(AREA)
    audit.record("bookings.offer.made", made, by=by, data={"capacity": made.capacity})
    return made


@transaction.atomic
def change(offer: Offer, changes: dict[str, Any], *, by: User) -> list[str]:
    """Change a date: gives the names of what changed. More places go at once to who waits.

    With fewer places than were given away nobody loses one; the next are given when enough have come back. Whoever
    has a place or waits is told of another time or place. An offer that is called off stays as it is.
    """
    held = Offer.objects.hold(offer.pk)
    changed = [name for name in CHANGEABLE if name in changes and getattr(held, name) != changes[name]]
    if not changed or held.cancelled_at is not None:
        return []
    now = timezone.now()
    for name in changed:
        setattr(held, name, changes[name])
    held.full_clean()
    held.changed_at = now
    shown = any(name in SHOWN for name in changed)
    held.sequence += int(shown)
    held.save(update_fields=[*changed, "changed_at", "sequence"])
    touch(AREA)
    audit.record("bookings.offer.changed", held, by=by, data={"changed": changed, "capacity": held.capacity})
    if shown:
        tell(CHANGED, held, f"{CHANGED}:{held.pk}:{held.sequence}", _everybody(held))
    promote_waiting(held, now)
    return changed


@transaction.atomic
def call_off(offer: Offer, *, by: User, reason: str = "") -> bool:
    """Call a date off: all bookings are cancelled and all who had one are told. Says whether anything changed."""
    held = Offer.objects.hold(offer.pk)
    if held.cancelled_at is not None:
        return False
    now = timezone.now()
    told = _everybody(held)
    held.bookings.live().update(
        state=State.CANCELLED, cancelled_at=now, cancelled_by=by, changed_at=now, sequence=F("sequence") + 1
    )
    held.cancelled_at = held.changed_at = now
    held.reason = reason
    held.booked = held.waiting = 0
    held.sequence += 1
    held.save(update_fields=["cancelled_at", "changed_at", "reason", "booked", "waiting", "sequence"])
    touch(AREA)
    audit.record("bookings.offer.cancelled", held, by=by, data={"bookings": len(told)}, text=reason)
    tell(CANCELLED, held, f"{CANCELLED}:offer:{held.pk}", told)
    return True


def _everybody(held: Offer) -> list[int]:
    return list(held.bookings.live().in_order().values_list("user", flat=True))
