"""Bookings as entries of a calendar: a stable UID, and a SEQUENCE that rises with every change."""

from email.utils import parseaddr
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from cmkc.bookings.calendar_file import Entry, calendar
from cmkc.bookings.models import Booking, State
from cmkc.bookings.seeing import titles_of

if TYPE_CHECKING:
    from cmkc.accounts.models import User

STATUS = {State.BOOKED: "CONFIRMED", State.WAITING: "TENTATIVE", State.CANCELLED: "CANCELLED"}


def entry_of(booking: Booking, title: str) -> Entry:
    """Write one booking, its offer loaded, as an entry; no query."""
    offer = booking.offer
    waiting = _("You are on the waiting list.") if booking.state == State.WAITING else ""
    reason = offer.reason if offer.cancelled_at else ""
    return Entry(
        uid=f"{booking.uid}@{urlsplit(settings.SITE_URL).hostname}",
        sequence=offer.sequence + booking.sequence,
        starts=offer.starts,
        ends=offer.ends,
        time_zone=offer.time_zone,
        title=f"{title} – {offer.label}" if offer.label else title,
        status=STATUS[State(booking.state)],
        changed=max(offer.changed_at, booking.changed_at),
        place=offer.place,
        text="\n".join(part for part in (waiting, reason) if part),
        url=settings.SITE_URL + booking.get_own_url(),
    )


def calendar_of(bookings: list[Booking], user: "User", *, method: str = "PUBLISH") -> bytes:
    """Write a member's bookings, their offers loaded, as a calendar; 1 query for each kind of thing."""
    titles = titles_of([user], [booking.offer for booking in bookings])
    entries = [entry_of(booking, titles[user.pk, booking.offer_id]) for booking in bookings]
    organiser = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    name = _("%(site)s bookings") % {"site": settings.SITE_NAME}
    return calendar(entries, name=name, organiser=organiser, method=method)
