"""The pages of who looks after bookings: who is in, other times and places, calling off."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cmkc.accounts.signed_in import MemberRequest
from cmkc.bookings import policies
from cmkc.bookings.actions.booking import cancel, give_place
from cmkc.bookings.actions.offers import call_off, change
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.forms import REFUSALS, CallOffForm, OfferForm, zone_of
from cmkc.bookings.models import Booking, Offer
from cmkc.bookings.views.finding import managed_offer

BOOKINGS_A_PAGE = 50


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def manage(request: MemberRequest, pk: int) -> HttpResponse:
    """List the bookings of a date in order of arrival, with what can be done; 4 queries for any size."""
    offer, thing = managed_offer(request, pk)
    rows = offer.bookings.select_related("user").with_attendance().order_by("number")
    now = timezone.now()
    context = {
        "offer": offer,
        "thing": thing,
        "page": rows.keyset(request.GET.get("after"), size=BOOKINGS_A_PAGE),
        "may_change": offer.cancelled_at is None and now < offer.ends,
        "takes_attendance": policies.takes_attendance(offer, now),
    }
    return render(request, "bookings/manage.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def change_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Change a date; times are typed as they stand on the clocks of the place."""
    offer, thing = managed_offer(request, pk)
    if offer.cancelled_at is not None:
        return redirect("bookings:manage", pk=pk)
    with timezone.override(zone_of(offer, request.POST.get("time_zone"))):
        form = OfferForm(request.POST or None, instance=Offer.objects.get(pk=pk))
        if request.method == "POST" and form.is_valid():
            changed = change(offer, form.changes(), by=request.user)
            messages.success(request, _("The date is changed.") if changed else _("Nothing was to be changed."))
            return redirect("bookings:manage", pk=pk)
        return render(request, "bookings/change.html", {"offer": offer, "thing": thing, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def call_off_offer(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask for the reason, and call a date off."""
    offer, thing = managed_offer(request, pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if call_off(offer, by=request.user, reason=form.cleaned_data["reason"]):
            messages.success(request, _("The date is called off, and everybody who booked is told."))
        return redirect("bookings:manage", pk=pk)
    return render(request, "bookings/call_off.html", {"offer": offer, "thing": thing, "form": form})


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def cancel_for(request: MemberRequest, pk: int, booking: int) -> HttpResponse:
    """Ask before somebody's booking is cancelled, and cancel it: they are told."""
    offer, thing = managed_offer(request, pk)
    row = _booking_of(offer, booking)
    if request.method == "GET":
        return render(request, "bookings/cancel_for.html", {"offer": offer, "thing": thing, "booking": row})
    try:
        cancel(row, by=request.user, manages=True)
    except BookingRefusedError as refused:
        messages.error(request, REFUSALS[refused.reason])
    else:
        messages.success(request, _("The booking of %(name)s is cancelled.") % {"name": row.user})
    return redirect("bookings:manage", pk=pk)


@login_required
@require_POST
def give_place_to(request: MemberRequest, pk: int, booking: int) -> HttpResponse:
    """Give a free place to somebody who waits."""
    offer, _thing = managed_offer(request, pk)
    row = _booking_of(offer, booking)
    try:
        given = give_place(row, by=request.user)
    except BookingRefusedError as refused:
        messages.error(request, REFUSALS[refused.reason])
    else:
        if given:
            messages.success(request, _("%(name)s has a place.") % {"name": row.user})
    return redirect("bookings:manage", pk=pk)


def _booking_of(offer: Offer, pk: int) -> Booking:
    return get_object_or_404(offer.bookings.select_related("user"), pk=pk)
