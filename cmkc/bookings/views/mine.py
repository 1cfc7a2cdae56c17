"""A member's own bookings."""

import io

import qrcode
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods
from qrcode.image.svg import SvgPathFillImage

from cmkc.accounts.signed_in import MemberRequest
from cmkc.bookings import policies
from cmkc.bookings.actions.booking import cancel
from cmkc.bookings.actions.feeds import token_of
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.codes import code_of, good_until
from cmkc.bookings.forms import REFUSALS
from cmkc.bookings.models import Booking, CalendarFeed, State
from cmkc.bookings.seeing import titles_of
from cmkc.bookings.views.finding import own_booking

PAST_A_PAGE = 20


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def mine(request: MemberRequest) -> HttpResponse:
    """List one's bookings, the next first, then what is over; 4 queries, and 1 for each kind of thing."""
    now = timezone.now()
    own = Booking.objects.of_user(request.user)
    current, past = list(own.current(now)), own.past(now).keyset(request.GET.get("after"), size=PAST_A_PAGE)
    titles = titles_of([request.user], [row.offer for row in (*current, *past.rows)])
    feed = CalendarFeed.objects.filter(user=request.user).first()
    address = reverse("bookings:feed", kwargs={"token": token_of(feed)}) if feed else ""
    context = {
        "current": [(row, titles[request.user.pk, row.offer_id]) for row in current],
        "past": [(row, titles[request.user.pk, row.offer_id]) for row in past.rows],
        "page": past,
        "feed_address": settings.SITE_URL + address if address else "",
    }
    return render(request, "bookings/mine.html", context)


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def booking(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one of one's own bookings: how it stands, the calendar file, the code for the door; 4 queries at most."""
    row, now = own_booking(request, pk), timezone.now()
    context = {
        "booking": row,
        "offer": row.offer,
        "title": titles_of([request.user], [row.offer])[request.user.pk, row.offer_id],
        "ahead": Booking.objects.ahead_of(row) if row.state == State.WAITING else 0,
        "moves_up": policies.promotes(row.offer, now),
        "may_cancel": policies.may_cancel(request.user, row, now, manages=False),
        "code": code_of(row, now) if policies.checks_in(row, now) else "",
        "good_until": good_until(now),
    }
    return render(request, "bookings/booking.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def cancel_booking(request: MemberRequest, pk: int) -> HttpResponse:
    """Ask before one's own booking is cancelled, and cancel it."""
    row = own_booking(request, pk)
    if request.method == "POST":
        try:
            cancel(row, by=request.user)
        except BookingRefusedError as refused:
            messages.error(request, REFUSALS[refused.reason])
        else:
            messages.success(request, _("Your booking is cancelled."))
        return redirect("bookings:mine")
    title = titles_of([request.user], [row.offer])[request.user.pk, row.offer_id]
    return render(request, "bookings/cancel.html", {"booking": row, "offer": row.offer, "title": title})


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def code_picture(request: MemberRequest, pk: int) -> HttpResponse:
    """Draw the code for the door, as an address that the manager's camera opens. 404 where no code is shown."""
    row, now = own_booking(request, pk), timezone.now()
    if not policies.checks_in(row, now):
        raise Http404
    address = reverse("bookings:check_in", kwargs={"pk": row.offer_id})
    picture = qrcode.make(
        f"{settings.SITE_URL}{address}?{urlencode({'code': code_of(row, now)})}", image_factory=SvgPathFillImage
    )
    drawn = io.BytesIO()
    picture.save(drawn)
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
