"""Appeals: read by somebody who did not decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import Preview, RefusedError, kinds
from cmkc.moderation.actions.appeals import answer
from cmkc.moderation.actions.bench import things_of
from cmkc.moderation.forms import AnswerForm
from cmkc.moderation.models import Appeal
from cmkc.moderation.views.doors import for_deciders, show

ROWS = 50


@for_deciders
@require_safe
def appeals(request: MemberRequest) -> HttpResponse:
    """List the open appeals that the reader may read, the oldest first."""
    waiting = Appeal.objects.waiting_for(request.user).select_related("decision", "sanction", "by", "decided_by")
    context = {"page": waiting.keyset(request.GET.get("after"), size=ROWS)}
    return show(request, "appeals.html", "moderation:appeals", context)


@for_deciders
@require_http_methods(["GET", "HEAD", "POST"])
def appeal_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show an appeal beside the decision and the thing, and answer it."""
    waiting = Appeal.objects.waiting_for(request.user)
    asked = get_object_or_404(waiting.select_related("decision__item", "decision__words", "sanction", "by"), pk=pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data
        try:
            answer(asked, by=request.user, overturn=words["answer"] == "overturned", words=words["words"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Answered; the member is told."))
            return redirect("moderation:appeals")
    context = {"asked": asked, "form": form, "preview": _preview(asked, request)}
    return show(request, "appeal.html", "moderation:appeals", context)


def _preview(asked: Appeal, request: MemberRequest) -> Preview | None:
    """Show the thing that was decided on, if it is still there; behind a sanction stands none."""
    item = asked.decision.item if asked.decision else None
    thing = things_of([item], request.user).get(item.pk) if item else None
    return kinds[item.kind].preview(thing) if item and thing is not None else None
