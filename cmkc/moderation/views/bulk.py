"""One action for many items, and undoing: one decision or all of an action."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import RefusedError
from cmkc.moderation import policies
from cmkc.moderation.actions.deciding import Outcome, Ruling, decide_many
from cmkc.moderation.actions.undoing import undo, undo_batch
from cmkc.moderation.forms import BulkForm
from cmkc.moderation.models import Decision
from cmkc.moderation.views.doors import for_deciders


@for_deciders
@require_POST
def bulk(request: MemberRequest) -> HttpResponse:
    """Decide on all ticked items at once, at the versions that the list showed."""
    seen = dict(_seen(value) for value in request.POST.getlist("item")[: policies.MOST_AT_ONCE] if ":" in value)
    form = BulkForm(request.POST)
    if not seen or not form.is_valid():
        messages.warning(request, _("Tick the items first, and choose an action."))
        return redirect("moderation:queue")
    words = form.cleaned_data
    ruling = Ruling(words["action"], words["reason"], words["template"])
    try:
        outcome = decide_many(seen, ruling, by=request.user)
    except RefusedError as refused:
        messages.warning(request, str(refused))
    else:
        done = len(outcome.decisions)
        told = ngettext("Decided on %(count)d item.", "Decided on %(count)d items.", done) % {"count": done}
        _tell(request, outcome, told)
    return redirect("moderation:queue")


def _seen(value: str) -> tuple[int, str]:
    """Read a ticked item: its number and the version that the list showed; nothing real for what is no number."""
    pk, _colon, version = value.partition(":")
    return (int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 18 else 0), version  # noqa: PLR2004


def _tell(request: MemberRequest, outcome: Outcome, told: str) -> None:
    if outcome.decisions:
        messages.success(request, told)
    for words in sorted({str(why) for why in outcome.left.values()}):
        count = sum(str(why) == words for why in outcome.left.values())
        messages.warning(request, _("%(count)d left alone: %(why)s") % {"count": count, "why": words})


@for_deciders
@require_POST
def undo_one(request: MemberRequest, pk: int) -> HttpResponse:
    """Undo one decision; the item is open again, and opens."""
    decision = get_object_or_404(Decision.objects.for_decider(request.user), pk=pk)
    try:
        undo(decision, by=request.user)
    except RefusedError as refused:
        messages.warning(request, str(refused))
        return redirect("moderation:log")
    messages.success(request, _("Undone; it waits again."))
    if decision.item.author_id == request.user.pk:
        return redirect("moderation:queue")
    return redirect("moderation:item", pk=decision.item_id)


@for_deciders
@require_POST
def undo_all(request: MemberRequest, batch: uuid.UUID) -> HttpResponse:
    """Undo all decisions of one action."""
    outcome = undo_batch(batch, by=request.user)
    done = len(outcome.decisions)
    _tell(request, outcome, ngettext("Undone: %(count)d.", "Undone: %(count)d.", done) % {"count": done})
    if not done and not outcome.left:
        messages.info(request, _("This was undone already."))
    return redirect("moderation:queue")
