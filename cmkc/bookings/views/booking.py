"""The page where a place is booked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from cmkc.accounts.signed_in import MemberRequest
from cmkc.bookings import policies
from cmkc.bookings.actions.booking import book
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.forms import REFUSALS, BookForm
from cmkc.bookings.models import Booking, State
from cmkc.bookings.views.finding import offer_for
from cmkc.core.limits import allows, who_of


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def book_place(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a date with its places and book one; 5 queries at most to show it."""
    offer, thing, mine = offer_for(request, pk)
    form = BookForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and allows(form, "bookings", who_of(request)):
        try:
            made = book(offer, request.user)
        except BookingRefusedError as refused:
            form.add_error(None, REFUSALS[refused.reason])
            offer.refresh_from_db()
        else:
            messages.success(request, _outcome(made))
            return redirect("bookings:booking", pk=made.pk)
    now = timezone.now()
    context = {
        "offer": offer,
        "thing": thing,
        "mine": mine,
        "ahead": Booking.objects.ahead_of(mine) if mine and mine.state == State.WAITING else 0,
        "is_open": policies.is_open(offer, now),
        "can_take": mine is not None and mine.state == State.WAITING and offer.free > 0,
        "manages": policies.may_manage(request.user, offer.kind, offer.key),
        "form": form,
    }
    return render(request, "bookings/book.html", context)


def _outcome(made: Booking) -> str:
    if made.state == State.BOOKED:
        return _("You have a place.")
    return _("All places are taken: you are on the waiting list, and are told when a place comes free for you.")
