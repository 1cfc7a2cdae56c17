"""Who comes in, and what every page of the desk shows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cmkc.accounts.models import User
from cmkc.accounts.policies import may_verify
from cmkc.accounts.signed_in import MemberRequest
from cmkc.moderation import policies
from cmkc.moderation.models import Decision

TABS: tuple[tuple[str, Callable[[], str], Callable[[User], bool]], ...] = (
    ("moderation:queue", lambda: _("Queue"), policies.may_work),
    ("moderation:appeals", lambda: _("Appeals"), policies.may_work),
    ("moderation:sanctions", lambda: _("Sanctions"), policies.may_moderate),
    ("moderation:log", lambda: _("Log"), policies.may_work),
    ("moderation:load", lambda: _("Load"), policies.may_work),
    ("moderation:reasons", lambda: _("Reasons"), policies.may_work),
    ("accounts:desk_verified", lambda: _("Verified sectors"), may_verify),
)
View = Callable[..., HttpResponse]


def _open_to(may: Callable[[User], bool]) -> Callable[[View], View]:
    """Open a view to those who may; to others it is not there."""

    def wrap(view: View) -> View:
        @login_required
        @wraps(view)
        def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may(request.user):
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return wrap


for_deciders = _open_to(policies.may_work)
"""For whoever decides on things of any kind; they see those alone."""
for_moderators = _open_to(policies.may_moderate)
"""For holders of moderation.moderate, who see members' histories and give sanctions."""


def show(
    request: MemberRequest, template: str, current: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """Render a page of the desk, with its sections and the offer to undo; 1 query for that."""
    tabs = [
        {"label": label(), "url": reverse(name), "current": name == current, "count": None}
        for name, label, may in TABS
        if may(request.user)
    ]
    context |= {"tabs": tabs, "undoable": _undoable(request)}
    return render(request, f"moderation/{template}", context, status=status)


def _undoable(request: MemberRequest) -> dict[str, Any] | None:
    """Give the reader's own last decision as long as the bar offers to undo it, and for how many seconds more."""
    since = timezone.now() - policies.UNDO_BAR
    last = Decision.objects.standing().filter(by=request.user, at__gt=since).order_by("-pk").first()
    if last is None:
        return None
    left = int((last.at - since).total_seconds()) + 1
    url = (
        reverse("moderation:undo_batch", args=[last.batch])
        if last.batch
        else reverse("moderation:undo", args=[last.pk])
    )
    return {"label": last.action_label, "kind": last.kind_label, "url": url, "seconds": left}


def number(request: HttpRequest, name: str) -> int | None:
    """Read a whole number from the address; None for anything else."""
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None  # noqa: PLR2004
