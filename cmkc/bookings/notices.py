"""What bookings tells people: a place, a move up, a change, a cancellation, a reminder."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmkc.bookings.actions.places import ABOUT, BOOKED, CANCELLED, CHANGED, PROMOTED, REMINDER
from cmkc.bookings.models import Booking, Offer, State
from cmkc.bookings.seeing import titles_of
from cmkc.core.notices import NoticeKind, Subject, Told, kinds, subjects

if TYPE_CHECKING:
    from cmkc.accounts.models import User

for _name, _label, _heading in (
    (BOOKED, gettext_lazy("You booked a place"), gettext_lazy("Your booking: %(title)s")),
    (PROMOTED, gettext_lazy("You moved up from a waiting list"), gettext_lazy("You have a place: %(title)s")),
    (CHANGED, gettext_lazy("A date that you booked has changed"), gettext_lazy("Changed: %(title)s")),
    (CANCELLED, gettext_lazy("A booking of yours was cancelled"), gettext_lazy("Cancelled: %(title)s")),
    (REMINDER, gettext_lazy("A date that you booked comes near"), gettext_lazy("Soon: %(title)s")),
):
    kinds.register(_name, NoticeKind(_name, _label, _heading))


def _find(keys: Collection[str], readers: "Collection[User]") -> dict[tuple[str, int], Told]:
    """Say what each reader's own latest booking of these offers is now; whoever has none is told nothing."""
    numbers = [int(key) for key in keys if key.isdigit()]
    rows = Booking.objects.filter(offer__in=numbers, user__in=readers).select_related("offer").order_by("pk")
    latest = {(str(row.offer_id), row.user_id): row for row in rows}
    titles = titles_of(readers, [row.offer for row in latest.values()])
    return {
        (key, reader): Told(titles[reader, row.offer_id], row.get_own_url(), _text(row))
        for (key, reader), row in latest.items()
    }


def _text(booking: Booking) -> str:
    """Say when and where, and how the booking stands at this moment."""
    offer = booking.offer
    lines = [" · ".join(part for part in (_when(offer), offer.label, offer.place) if part)]
    if offer.cancelled_at is not None:
        lines += [_("This date is called off."), offer.reason]
    elif booking.state == State.BOOKED:
        lines.append(_("You have a place."))
    elif booking.state == State.WAITING:
        lines.append(_("You are on the waiting list. You are told when a place comes free for you."))
    else:
        lines.append(_("Your booking is cancelled."))
    return "\n".join(line for line in lines if line)


def _when(offer: Offer) -> str:
    """Say the beginning on the clocks of the place."""
    return f"{date_format(offer.local_starts, 'Y-m-d H:i')} ({offer.time_zone})"


subjects.register(ABOUT, Subject(ABOUT, _find))
