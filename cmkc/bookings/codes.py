"""Codes for the door: short, signed by this site, and good for some minutes.

A code names a booking by its number within its date and carries a signature over the booking and the time, so that a
picture of it opens nothing later. Forty bits are enough: only who manages the date can try one, and could as well mark
the name on the list.
"""

import base64
from datetime import UTC, datetime

from django.utils.crypto import constant_time_compare, salted_hmac

from cmkc.bookings.models import Booking, Offer

SALT = "cmkc.bookings.codes"
WINDOW = 15 * 60
"""Seconds. A code made in one window holds until the end of the next one: 15 to 30 minutes."""
LETTERS = 8
LONGEST_NUMBER = 7


def code_of(booking: Booking, now: datetime) -> str:
    """Give the code that is good now, such as `17-K7Q4PXAB`."""
    return f"{booking.number}-{_signature(booking, _window(now))}"


def good_until(now: datetime) -> datetime:
    """Tell until when a code made now is good."""
    return datetime.fromtimestamp((_window(now) + 2) * WINDOW, UTC)


def booking_of(offer: Offer, code: str, now: datetime) -> Booking | None:
    """Find whose code it is, read with any case, spaces or none; None for a wrong or old one. At most 1 query."""
    number, _dash, given = "".join(code.split()).upper().partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER and given.isascii()):
        return None
    booking = offer.bookings.select_related("user", "offer").filter(number=int(number)).first()
    if booking is None:
        return None
    good = (_signature(booking, _window(now) - late) for late in (0, 1))
    return booking if any(constant_time_compare(given, one) for one in good) else None


def _window(now: datetime) -> int:
    return int(now.timestamp()) // WINDOW


def _signature(booking: Booking, window: int) -> str:
    digest = salted_hmac(SALT, f"{booking.pk}:{booking.uid}:{window}", algorithm="sha256").digest()
    return base64.b32encode(digest).decode()[:LETTERS]
