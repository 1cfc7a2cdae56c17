"""Following a thing, and how soon one is written to."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from cmkc.accounts.models import User
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.references import LONGEST_KEY, Referent, Target, kinds, resolve
from cmkc.notices.actions.following import follow, unfollow
from cmkc.notices.forms import FollowForm, MailSettingsForm
from cmkc.notices.models import Follow

FOLLOWED_A_PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def follow_thing(request: MemberRequest) -> HttpResponse:
    """Follow the thing named by `?kind=…&key=…`, change its pace, or stop; 404 for what one may not see."""
    kind, key = request.GET.get("kind", ""), request.GET.get("key", "")
    mine = Follow.objects.filter(user=request.user, kind=kind, key=key).first()
    if request.method == "POST" and "stop" in request.POST and mine:
        unfollow(request.user, kind, key)
        messages.success(request, _("You no longer follow it."))
        return redirect("notices:settings")
    thing = _found(kind, key, request.user)
    form = FollowForm(request.POST or None, initial={"pace": mine.pace} if mine else None)
    if request.method == "POST" and form.is_valid():
        follow(request.user, kind, key, form.cleaned_data["pace"])
        messages.success(request, _("You follow “%(title)s”.") % {"title": thing.title})
        return redirect("notices:settings")
    return render(request, "notices/follow.html", {"thing": thing, "form": form, "mine": mine})


def _found(kind: str, key: str, user: User) -> Referent:
    """Find what is to be followed, as this reader sees it. Raises: Http404."""
    known = kinds.get(kind)
    found = known.find([key], user).get(key) if known and 0 < len(key) <= LONGEST_KEY and "\0" not in key else None
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def mail_settings(request: MemberRequest) -> HttpResponse:
    """Show what one follows, and choose what is mailed: 3 queries, and 1 for each kind of thing."""
    form = MailSettingsForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choices are saved."))
        return redirect("notices:settings")
    rows = Follow.objects.filter(user=request.user).order_by("-pk")
    page = rows.keyset(request.GET.get("after"), size=FOLLOWED_A_PAGE)
    seen = resolve([Target(row.kind, row.key) for row in page.rows], request.user)
    followed = [{"row": row, "thing": seen.get(Target(row.kind, row.key))} for row in page.rows]
    return render(request, "notices/settings.html", {"form": form, "page": page, "followed": followed})
