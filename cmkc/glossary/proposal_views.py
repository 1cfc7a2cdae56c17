"""Pages by which members suggest terms and corrections."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.limits import allows, who_of
from cmkc.glossary.forms import ProposalForm
from cmkc.glossary.models import Term, TermProposal
from cmkc.glossary.proposals import propose, words_of
from cmkc.moderation.actions.sanctions import bars_writing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_term(request: MemberRequest) -> HttpResponse:
    """Suggest a term that the glossary has not."""
    return _form(request, TermProposal(), {}, heading=_("Suggest a term"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggest_correction(request: MemberRequest, slug: str) -> HttpResponse:
    """Suggest other words for a term."""
    term = get_object_or_404(Term.objects.visible_to(request.user), slug=slug)
    return _form(request, TermProposal(term=term), words_of(term), heading=_("Suggest a correction"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: MemberRequest, pk: int) -> HttpResponse:
    """Show a member their own proposal and what became of it; one that was returned can be edited and sent again."""
    found = get_object_or_404(TermProposal.objects.select_related("term"), pk=pk, by=request.user)
    if found.state == TermProposal.State.RETURNED:
        return _form(request, found, {}, heading=_("Edit your proposal"))
    context = {"proposal": found, "breadcrumbs": _breadcrumbs(str(found))}
    return render(request, "glossary/proposal.html", context)


def _form(request: MemberRequest, found: TermProposal, initial: dict[str, Any], *, heading: str) -> HttpResponse:
    barred = bars_writing(request.user)
    form = ProposalForm(request.POST or None, instance=found, initial=initial)
    if request.method == "POST" and not barred and form.is_valid() and allows(form, "posts", who_of(request)):
        kept = propose(form.instance, by=request.user)
        messages.success(request, _("Thank you. The moderators have it before them; you are told what they decide."))
        return redirect(kept)
    context = {"form": form, "heading": heading, "term": found.term, "barred": barred}
    return render(request, "glossary/suggest.html", context | {"breadcrumbs": _breadcrumbs(heading)})


def _breadcrumbs(last: str) -> list[dict[str, str]]:
    return [{"label": _("Glossary"), "url": reverse("glossary:list")}, {"label": last, "url": ""}]
