"""What was decided about the reader, why, and how they ask for another look."""

from collections.abc import Callable
from functools import partial
from typing import Any

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
from cmkc.moderation.actions.appeals import appeal, appeal_sanction
from cmkc.moderation.actions.bench import things_of
from cmkc.moderation.forms import AppealForm
from cmkc.moderation.models import Appeal, Decision, Sanction
from cmkc.moderation.notices import heading, sanction_heading
from cmkc.moderation.querysets import SanctionQuerySet

ROWS = 25


@login_required
@require_safe
def my_decisions(request: MemberRequest) -> HttpResponse:
    """List what was decided about the reader's things, and the sanctions; nothing says who decided."""
    own = Decision.objects.about_member(request.user).select_related("words", "undone_by", "appeal")
    page = own.keyset(request.GET.get("after"), size=ROWS)
    for decision in page:
        decision.heading = heading(decision)
    return render(
        request, "moderation/my_decisions.html", {"page": page, "sanctions": list(_sanctions(request)[:ROWS])}
    )


def _sanctions(request: MemberRequest) -> SanctionQuerySet:
    """Keep the reader's sanctions; a ban that waits for its second person is none yet."""
    return Sanction.objects.told_to(request.user)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_decision(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one decision with its reason, and take an appeal."""
    own = Decision.objects.about_member(request.user).select_related("words", "undone_by", "item")
    decision = get_object_or_404(own, pk=pk)
    thing = things_of([decision.item], request.user).get(decision.item_id)
    kind = kinds.get(decision.kind)
    url = (kind.own_url or kind.url)(thing) if kind is not None and thing is not None else ""
    state = _("taken back") if decision.is_undone else ""
    page = {"what": decision, "heading": heading(decision), "state": state, "url": url}
    open_to = not decision.is_undone and decision.may_be_appealed
    asked = Appeal.objects.filter(decision=decision).first()
    return _show(request, page, asked, partial(appeal, decision) if open_to else None)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_sanction(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one sanction that was given by itself, with its reason, and take an appeal."""
    given = get_object_or_404(_sanctions(request).filter(decision=None), pk=pk)
    state = _("lifted") if given.lifted_at else ""
    page = {"what": given, "heading": sanction_heading(given), "state": state, "url": ""}
    asked = Appeal.objects.filter(sanction=given).first()
    return _show(request, page, asked, None if given.lifted_at else partial(appeal_sanction, given))


def _show(
    request: MemberRequest, page: dict[str, Any], asked: Appeal | None, take: Callable[..., Appeal] | None
) -> HttpResponse:
    """Show what was decided, and `take` an appeal against it as long as that can change something."""
    what, form = page["what"], AppealForm(request.POST or None)
    appealable = take is not None and asked is None and what.at > timezone.now() - policies.APPEAL_WITHIN
    if request.method == "POST" and take is not None and appealable and form.is_valid():
        try:
            take(by=request.user, words=form.cleaned_data["words"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Your appeal is sent. Somebody who did not decide on this will read it."))
            return redirect(what)
    context = page | {"asked": asked, "form": form, "appealable": appealable}
    return render(request, "moderation/my_decision.html", context)
