"""What every page of bookings asks first: whether it is there for this reader."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from cmkc.accounts.signed_in import MemberRequest
from cmkc.bookings import policies
from cmkc.bookings.models import Booking, Offer
from cmkc.bookings.seeing import nameless, thing_of
from cmkc.core.bookable import Bookable


def managed_offer(request: MemberRequest, pk: int) -> tuple[Offer, Bookable]:
    """Give an offer whose bookings the reader looks after, and its thing. Raises: Http404 for everybody else."""
    offer = get_object_or_404(Offer, pk=pk)
    if not policies.may_manage(request.user, offer.kind, offer.key):
        raise Http404
    return offer, shown_thing(offer, thing_of(offer))


def offer_for(request: MemberRequest, pk: int) -> tuple[Offer, Bookable, Booking | None]:
    """Give an offer, its thing and the reader's live booking; who booked keeps seeing it, without its name at worst.

    Raises: Http404 for an offer whose thing is not for this reader.
    """
    offer = get_object_or_404(Offer, pk=pk)
    thing = thing_of(offer)
    mine: Booking | None = offer.bookings.live().filter(user=request.user).first()
    seen = thing is not None and policies.may_see(request.user, thing)
    if not seen and mine is None and not policies.may_manage(request.user, offer.kind, offer.key):
        raise Http404
    return offer, shown_thing(offer, thing if seen else None), mine


def own_booking(request: MemberRequest, pk: int) -> Booking:
    """Give one of the reader's own bookings with its offer. Raises: Http404."""
    return get_object_or_404(Booking.objects.of_user(request.user), pk=pk)


def shown_thing(offer: Offer, thing: Bookable | None) -> Bookable:
    """Give the thing, or one without a name and an address when the reader may not see it."""
    return thing or Bookable(offer.kind, offer.key, nameless(), "")
