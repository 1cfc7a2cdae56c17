"""One's own sector: what is verified, what waits, and asking for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cmkc.accounts import policies
from cmkc.accounts.actions.profiles import organisation_named
from cmkc.accounts.actions.verification import ask, take_back
from cmkc.accounts.forms.profiles import proposed_organisations
from cmkc.accounts.forms.verification import SectorForm
from cmkc.accounts.models import EvidenceKind
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.limits import allows, who_of


@login_required
@require_http_methods(["GET", "POST"])
def my_sector(request: MemberRequest) -> HttpResponse:
    """Show the state of one's sector, what counts as evidence, and the form that asks for verification."""
    organisation = request.user.organisation
    start = {"sector": request.user.sector, "organisation_name": organisation.name if organisation else ""}
    form = SectorForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and allows(form, "sector-requests", who_of(request)):
        words = dict(form.cleaned_data)
        organisation = organisation_named(words.pop("organisation_name"))
        asked = organisation and ask(request.user, organisation=organisation, **words)
        if asked:
            messages.success(request, _("Your request is with the verification desk. We write when it is decided."))
        else:
            messages.warning(request, _("You have a request open already; take it back before you send another one."))
        return redirect("accounts:my_sector")
    requests = list(request.user.sector_requests.select_related("organisation").order_by("-created_at", "-pk")[:5])
    context = {
        "form": form,
        "organisations": proposed_organisations(),
        "open_request": next((row for row in requests if row.closed_at is None), None),
        "last_answer": next((row for row in requests if row.closed_at and row.answer), None),
        "evidence": [(kind.label, policies.HOLDS_FOR[kind.value].days) for kind in EvidenceKind],
    }
    return render(request, "accounts/sector.html", context)


@login_required
@require_POST
def take_back_request(request: MemberRequest) -> HttpResponse:
    """Take one's own open request back."""
    if take_back(request.user):
        messages.success(request, _("Your request is taken back."))
    return redirect("accounts:my_sector")
