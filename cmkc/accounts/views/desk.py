"""Verified sectors: who is verified, and withdrawing it. Requests are decided on at the moderators' desk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cmkc.accounts import policies
from cmkc.accounts.actions.verification import CLAIM, AlreadyDecidedError, withdraw
from cmkc.accounts.forms.verification import WithdrawForm
from cmkc.accounts.models import User
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
def desk(_request: MemberRequest) -> HttpResponse:
    """Lead to the requests that wait: they stand with everything else at the moderators' desk."""
    return redirect(f"{reverse('moderation:queue')}?kind={CLAIM}")


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
