"""Who was there: from the list, on paper, and by code at the door."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from cmkc.accounts.signed_in import MemberRequest
from cmkc.bookings import policies
from cmkc.bookings.actions.attendance import mark
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.codes import booking_of
from cmkc.bookings.forms import REFUSALS, CodeForm, marks_of
from cmkc.bookings.models import Booking, How, State
from cmkc.bookings.views.finding import managed_offer

NAMES_A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def attendance(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark who was there, a page of names at a time; 4 queries to show it."""
    offer, thing = managed_offer(request, pk)
    if request.method == "POST":
        try:
            new = mark(offer, marks_of(request.POST.dict()), by=request.user, how=How.LIST)
        except BookingRefusedError as refused:
            messages.error(request, REFUSALS[refused.reason])
        else:
            messages.success(request, ngettext("%(new)d mark is new.", "%(new)d marks are new.", new) % {"new": new})
        return redirect(_with_cursor(reverse("bookings:attendance", kwargs={"pk": pk}), request.GET.get("after")))
    rows = offer.bookings.booked().select_related("user").with_attendance().order_by("number")
    context = {
        "offer": offer,
        "thing": thing,
        "page": rows.keyset(request.GET.get("after"), size=NAMES_A_PAGE),
        "after": request.GET.get("after", ""),
        "takes_attendance": policies.takes_attendance(offer, timezone.now()),
        "form": CodeForm(),
    }
    return render(request, "bookings/attendance.html", context)


def _with_cursor(address: str, after: str | None) -> str:
    return f"{address}?{urlencode({'after': after})}" if after else address


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def attendance_list(request: MemberRequest, pk: int) -> HttpResponse:
    """Give the list of names for paper, each with room for a signature; 3 queries for any size."""
    offer, thing = managed_offer(request, pk)
    rows = offer.bookings.booked().select_related("user").order_by("user__name", "number")
    return render(request, "bookings/attendance_list.html", {"offer": offer, "thing": thing, "rows": rows})


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def check_in(request: MemberRequest, pk: int) -> HttpResponse:
    """Read a code, show whose it is, and mark them as present once the manager says so."""
    offer, thing = managed_offer(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    form = CodeForm(given if "code" in given else None)
    found: Booking | None = None
    if form.is_valid():
        found = booking_of(offer, form.cleaned_data["code"], timezone.now())
        if found is None or found.state != State.BOOKED:
            found = None
            form.add_error(
                "code", _("This code is wrong or too old. Ask for a new one: the attendee opens the page again.")
            )
    if found and request.method == "POST":
        try:
            mark(offer, {found.pk: True}, by=request.user, how=How.CODE)
        except BookingRefusedError as refused:
            messages.error(request, REFUSALS[refused.reason])
        else:
            messages.success(request, _("%(name)s is marked as present.") % {"name": found.user})
        return redirect("bookings:check_in", pk=pk)
    present = found is not None and found.marks.order_by("-pk").values_list("present", flat=True).first()
    context = {"offer": offer, "thing": thing, "form": form, "found": found, "present": present}
    return render(request, "bookings/check_in.html", context)
