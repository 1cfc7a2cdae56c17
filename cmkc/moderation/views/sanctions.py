"""Sanctions: those in force, those that wait for a second person, and a member's whole history."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmkc.accounts.models import User
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import RefusedError
from cmkc.moderation import policies
from cmkc.moderation.actions.sanctions import confirm, lift, sanction
from cmkc.moderation.forms import SanctionForm
from cmkc.moderation.models import Sanction
from cmkc.moderation.views.doors import for_moderators, show
from cmkc.moderation.views.surroundings import history_of

ROWS = 50


@for_moderators
@require_safe
def sanctions(request: MemberRequest) -> HttpResponse:
    """List the sanctions, the newest first, and in front the bans that the reader may confirm."""
    page = Sanction.objects.select_related("user", "by", "confirmed_by", "lifted_by").order_by("-pk")
    context = {
        "page": page.keyset(request.GET.get("after"), size=ROWS),
        "waiting": list(Sanction.objects.waiting_for(request.user).select_related("user", "by").order_by("pk")),
    }
    return show(request, "sanctions.html", "moderation:sanctions", context)


@for_moderators
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a member's history, and give a sanction."""
    user = get_object_or_404(User, pk=pk, erased_at=None)
    form = SanctionForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and user.pk != request.user.pk:
        words = form.cleaned_data
        try:
            reason = words["reason"] or words["template"].wording(user.language).text
            given = sanction(user, words["kind"], by=request.user, reason=reason, days=words["days"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            said = _("A second moderator must confirm the ban.") if given.waits_for_second else _("The member is told.")
            messages.success(request, said)
            return redirect("moderation:member", pk=pk)
    context = {
        "member": user,
        "form": form,
        "history": history_of(user, request.user),
        "oneself": user.pk == request.user.pk,
    }
    return show(request, "member.html", "moderation:sanctions", context)


@for_moderators
@require_POST
def confirm_ban(request: MemberRequest, pk: int) -> HttpResponse:
    """Bring a ban into force, as the second person."""
    ban = get_object_or_404(Sanction.objects.waiting_for(request.user), pk=pk)
    return _done(request, ban, confirms=True)


@for_moderators
@require_POST
def lift_sanction(request: MemberRequest, pk: int) -> HttpResponse:
    """End a sanction, or refuse a ban that waits."""
    return _done(request, get_object_or_404(Sanction.objects.exclude(user=request.user), pk=pk), confirms=False)


def _done(request: MemberRequest, given: Sanction, *, confirms: bool) -> HttpResponse:
    if confirms and not policies.may_confirm(request.user, given):
        messages.warning(request, _("Somebody else must decide on this."))
        return redirect("moderation:sanctions")
    try:
        (confirm if confirms else lift)(given, by=request.user)
    except RefusedError as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _("The ban is in force.") if confirms else _("The sanction is lifted."))
    return redirect("moderation:sanctions")
