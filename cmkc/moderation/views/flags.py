"""The form by which members ask a moderator to look at something."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.limits import allows, who_of
from cmkc.core.moderated import kinds
from cmkc.moderation.actions.flags import flag
from cmkc.moderation.actions.sanctions import bars_writing
from cmkc.moderation.forms import FlagForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def flag_page(request: MemberRequest, kind: str, key: str) -> HttpResponse:
    """Say why a moderator should look at a thing; what the reader may not see, or wrote themselves, is not there."""
    known = kinds.get(kind)
    thing = known.find([key], request.user).get(key) if known is not None and known.flaggable else None
    if known is None or thing is None or known.author_of(thing) == request.user.pk:
        raise Http404
    form = FlagForm(request.POST or None)
    barred = bars_writing(request.user)
    if request.method == "POST" and not barred and form.is_valid() and allows(form, "flags", who_of(request)):
        words = form.cleaned_data
        flag(known, key, thing, by=request.user, reason=words["reason"], note=words["note"])
        return redirect("moderation:flagged")
    context = {"form": form, "title": known.title(thing), "url": known.url(thing), "kind": known, "barred": barred}
    return render(request, "moderation/flag.html", context)


@login_required
@require_safe
def flagged(request: MemberRequest) -> HttpResponse:
    """Thank for a flag."""
    return render(request, "moderation/flagged.html", {})
