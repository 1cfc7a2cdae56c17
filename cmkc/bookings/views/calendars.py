"""Calendar files: one booking, and a feed that calendars read by a secret address."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from cmkc.accounts.signed_in import MemberRequest
from cmkc.bookings.actions import feeds
from cmkc.bookings.calendar_entries import calendar_of
from cmkc.bookings.calendar_file import CONTENT_TYPE
from cmkc.bookings.models import Booking, State
from cmkc.bookings.views.finding import own_booking
from cmkc.core.limits import refused, spend


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def one(request: MemberRequest, pk: int) -> HttpResponse:
    """Give one of one's own bookings as a calendar file; a cancelled one takes its entry away."""
    row = own_booking(request, pk)
    method = "CANCEL" if row.state == State.CANCELLED else "PUBLISH"
    name = f"booking-{row.pk}.ics"
    return HttpResponse(
        calendar_of([row], request.user, method=method),
        content_type=f"{CONTENT_TYPE}; method={method}",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@require_GET
@cache_control(private=True, no_store=True)
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a member's bookings to a calendar; 3 queries, and 1 for each kind of thing. 404 for a closed address."""
    found = feeds.feed_of(token)
    if found is None:
        raise Http404
    verdict = spend("exports", f"calendar:{found.pk}")
    if not verdict.allowed:
        return refused(request, verdict)
    rows = list(Booking.objects.of_user(found.user).for_feed(timezone.now()))
    return HttpResponse(calendar_of(rows, found.user), content_type=CONTENT_TYPE)


@login_required
@require_POST
def renew_feed(request: MemberRequest) -> HttpResponse:
    """Make the address of one's feed, or another one in its place."""
    feeds.renew(request.user)
    messages.success(request, _("This is the address of your calendar now. An earlier one shows nothing any more."))
    return redirect("bookings:mine")


@login_required
@require_POST
def stop_feed(request: MemberRequest) -> HttpResponse:
    """Close the address of one's feed."""
    if feeds.stop(request.user):
        messages.success(request, _("The address is closed: it shows nothing any more."))
    return redirect("bookings:mine")
