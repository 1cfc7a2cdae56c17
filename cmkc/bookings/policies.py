"""Who may book, who looks after bookings, and until when; nothing here asks the database but for a reader's groups."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from cmkc.core import bookable
from cmkc.core.audiences import principals_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User
    from cmkc.bookings.models import Booking, Offer
    from cmkc.core.bookable import Bookable

DOORS_OPEN = timedelta(days=1)
"""How long before the beginning attendance may be marked and check-in codes are shown."""


def may_see(user: "User | AnonymousUser", thing: "Bookable") -> bool:
    """Tell whether a thing is for this reader; 1 query for a member the first time, none after."""
    return thing.audience in principals_of(user)


def may_manage(user: "User | AnonymousUser", kind: str, key: str) -> bool:
    """Tell whether the user looks after the bookings of a thing; costs what its kind asks, nothing for a visitor."""
    known = bookable.kinds.get(kind)
    return known is not None and user.is_authenticated and user.is_active and known.may_manage(user, key)


def is_open(offer: "Offer", now: datetime) -> bool:
    """Tell whether places can be booked: until it begins, unless it is called off."""
    return offer.cancelled_at is None and now < offer.starts


def promotes(offer: "Offer", now: datetime) -> bool:
    """Tell whether a place that comes free goes to the first who waits without being asked again."""
    return is_open(offer, now) and now < offer.cut_off


def may_cancel(user: "User", booking: "Booking", now: datetime, *, manages: bool) -> bool:
    """Tell whether the user may give a place back: one's own until it begins, a manager any until it ends."""
    offer = booking.offer
    if offer.cancelled_at is not None or booking.state == "cancelled":
        return False
    return (booking.user_id == user.pk and now < offer.starts) or (manages and now < offer.ends)


def takes_attendance(offer: "Offer", now: datetime) -> bool:
    """Tell whether attendance may be marked: from a day before; a mark may be corrected at any time after."""
    return offer.cancelled_at is None and now >= offer.starts - DOORS_OPEN


def checks_in(booking: "Booking", now: datetime) -> bool:
    """Tell whether somebody with a place is shown a code for the door."""
    return booking.state == "booked" and takes_attendance(booking.offer, now) and now < booking.offer.ends
