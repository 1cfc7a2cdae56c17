"""What was decided about the reader, why, and how they ask for another look."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import RefusedError, kinds
from cmkc.moderation import policies
from cmkc.moderation.actions.appeals import appeal
from cmkc.moderation.actions.bench import things_of
from cmkc.moderation.forms import AppealForm
from cmkc.moderation.models import Appeal, Decision, Sanction
from cmkc.moderation.notices import heading

ROWS = 25


@login_required
@require_safe
def my_decisions(request: MemberRequest) -> HttpResponse:
    """List what was decided about the reader's things, and the sanctions; nothing says who decided."""
    own = Decision.objects.about_member(request.user).select_related("words", "undone_by", "appeal")
    page = own.keyset(request.GET.get("after"), size=ROWS)
    for decision in page:
        decision.heading = heading(decision)
    given = Sanction.objects.filter(user=request.user).exclude(kind="ban", confirmed_at=None)
    return render(request, "moderation/my_decisions.html", {"page": page, "sanctions": list(given[:ROWS])})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one decision with its reason, and take an appeal."""
    own = Decision.objects.about_member(request.user).select_related("words", "undone_by", "item")
    decision = get_object_or_404(own, pk=pk)
    form = AppealForm(request.POST or None)
    asked = Appeal.objects.filter(decision=decision).first()
    appealable = _appealable(decision) and asked is None
    if request.method == "POST" and appealable and form.is_valid():
        try:
            appeal(decision, by=request.user, words=form.cleaned_data["words"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your appeal is sent. Somebody who did not decide on this will read it."))
            return redirect("moderation:my_decision", pk=pk)
    thing = things_of([decision.item], request.user).get(decision.item_id)
    kind = kinds.get(decision.kind)
    url = (kind.own_url or kind.url)(thing) if kind is not None and thing is not None else ""
    context = {"decision": decision, "heading": heading(decision), "asked": asked, "form": form, "url": url}
    return render(request, "moderation/my_decision.html", context | {"appealable": appealable})


def _appealable(decision: Decision) -> bool:
    """Tell whether an appeal can still change something."""
    standing = getattr(decision, "undone_by", None) is None
    return standing and decision.may_be_appealed and decision.at > timezone.now() - policies.APPEAL_WITHIN
