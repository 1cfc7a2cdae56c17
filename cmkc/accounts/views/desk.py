"""The verification desk: requests that wait, deciding, and verifications in force."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cmkc.accounts import policies
from cmkc.accounts.actions.verification import AlreadyDecidedError, decide, withdraw
from cmkc.accounts.forms.verification import DecisionForm, WithdrawForm
from cmkc.accounts.models import SectorRequest, User
from cmkc.accounts.signed_in import MemberRequest

ROWS = 25


def for_deciders(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Open a view to holders of accounts.verify_sector; to others it is not there."""

    @login_required
    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policies.may_verify(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_deciders
@require_GET
def desk(request: MemberRequest) -> HttpResponse:
    """List the requests that wait, the oldest first; one's own stands with the others' desk."""
    page = SectorRequest.objects.waiting_for(request.user).for_desk().keyset(request.GET.get("after"), size=ROWS)
    return render(request, "accounts/desk.html", {"page": page})


@for_deciders
@require_http_methods(["GET", "POST"])
def desk_request(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one request and decide on it."""
    asked = get_object_or_404(SectorRequest.objects.waiting_for(request.user).for_desk(), pk=pk)
    form = DecisionForm(request.POST or None, initial={"evidence": asked.evidence})
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            decide(
                asked,
                by=request.user,
                granted=words["decision"] == "granted",
                evidence=words["evidence"],
                answer=words["answer"],
            )
        except AlreadyDecidedError:
            messages.warning(request, _("Somebody else has just decided on this request."))
        else:
            messages.success(request, _("Decided; the member is told by mail."))
        return redirect("accounts:desk")
    holds = [(kind, days.days) for kind, days in policies.HOLDS_FOR.items()]
    earlier = asked.user.sector_verifications.select_related("decided_by", "organisation")[:20]
    context = {"asked": asked, "form": form, "holds": holds, "earlier": earlier}
    return render(request, "accounts/desk_request.html", context)


@for_deciders
@require_GET
def desk_verified(request: MemberRequest) -> HttpResponse:
    """List the people whose sector is verified today, those whose verification ends first in front."""
    people = User.objects.verified_today().select_related("organisation")
    page = people.keyset(request.GET.get("after"), size=ROWS)
    return render(request, "accounts/desk_verified.html", {"page": page})


@for_deciders
@require_http_methods(["GET", "POST"])
def desk_withdraw(request: MemberRequest, pk: int) -> HttpResponse:
    """End somebody's verification before its time, with a reason."""
    people = User.objects.verified_today().exclude(pk=request.user.pk).select_related("organisation")
    person = get_object_or_404(people, pk=pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw(person, by=request.user, answer=form.cleaned_data["answer"])
        except AlreadyDecidedError:
            messages.warning(request, _("This verification has ended already."))
        else:
            messages.success(request, _("The verification is withdrawn; the member is told by mail."))
        return redirect("accounts:desk_verified")
    return render(request, "accounts/desk_withdraw.html", {"person": person, "form": form})
