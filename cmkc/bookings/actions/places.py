"""What every write around places shares: counting them, giving those that are free to who waits, telling people."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from cmkc.bookings import policies
from cmkc.bookings.models import Booking, Offer, State
from cmkc.core.caching import touch
from cmkc.core.notices import announce

BOOKED, PROMOTED, CHANGED = "booking.booked", "booking.promoted", "booking.changed"
CANCELLED, REMINDER = "booking.cancelled", "booking.reminder"
ABOUT = "booking-offer"
"""The kind of thing that these notices are about: an offer, as the person who booked it sees it."""
AREA = "bookings"
"""The area of the page cache whose pages show what can be booked."""


class BookingRefusedError(Exception):
    """A place can't be given or taken back; `reason` is one of the words in forms.REFUSALS."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def count(offer: Offer, *, arrivals: int = 0, booked: int = 0, waiting: int = 0) -> None:
    """Add to the counters of an offer that is held; 1 query."""
    Offer.objects.filter(pk=offer.pk).update(
        arrivals=F("arrivals") + arrivals, booked=F("booked") + booked, waiting=F("waiting") + waiting
    )
    offer.arrivals += arrivals
    offer.booked += booked
    offer.waiting += waiting


def show(offer: Offer, before: str) -> None:
    """Renew the public pages when its `availability` is another one than `before`; 1 insert then, else no query."""
    if offer.availability != before:
        touch(AREA)


def promote_waiting(offer: Offer, now: datetime) -> int:
    """Give the free places of a held offer to the first who wait, and tell them; no query where none is free.

    Nobody moves up after the cut-off: who waits may not look any more, and takes a free place by booking it.
    """
    if not offer.free or not offer.waiting or not policies.promotes(offer, now):
        return 0
    return give_places(offer, list(offer.bookings.waiting().select_related("user")[: offer.free]), now)


def give_places(offer: Offer, waiting: list[Booking], now: datetime) -> int:
    """Turn bookings that wait into places, in the caller's transaction, which holds the offer; 3 queries."""
    if not waiting:
        return 0
    keys = [booking.pk for booking in waiting]
    changed = Booking.objects.filter(pk__in=keys).update(
        state=State.BOOKED, promoted_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    count(offer, booked=changed, waiting=-changed)
    tell(PROMOTED, offer, f"{PROMOTED}:{keys[0]}", [booking.user_id for booking in waiting])  # nobody moves up twice
    return changed


def tell(kind: str, offer: Offer, key: str, users: Iterable[int]) -> None:
    """Tell these members about an offer, once for each key; 1 insert in the caller's transaction, none for nobody."""
    readers = list(users)
    if readers:
        announce(kind, (ABOUT, str(offer.pk)), key, to=readers)
