"""What was decided, and how much work there is."""

import uuid
from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.db.models.functions import TruncDate
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.accounts.models import User
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import kinds, kinds_of
from cmkc.moderation.models import Action, Decision, ReviewItem
from cmkc.moderation.querysets import DecisionQuerySet, ItemQuerySet
from cmkc.moderation.views.doors import for_deciders, number, show
from cmkc.moderation.views.filters import kinds_to_choose

ROWS = 50
DAYS = 28


@for_deciders
@require_safe
def log(request: MemberRequest) -> HttpResponse:
    """List decisions, the newest first, by filters; 3 queries for any number."""
    page = _chosen(request).for_log().keyset(request.GET.get("after"), size=ROWS)
    actions = [(action.value, str(action.label)) for action in Action]
    own = Decision.objects.for_decider(request.user).order_by()
    people = User.objects.filter(pk__in=own.values("by").distinct())
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("action", _("Action"), actions),
        ("kind", _("Kind"), kinds_to_choose(request)),
        ("by", _("Moderator"), [(str(user.pk), str(user)) for user in people.order_by("name", "pk")[:ROWS]]),
    ]
    filters = [
        {"name": name, "label": label, "options": options, "value": request.GET.get(name, "")}
        for name, label, options in choices
    ]
    return show(request, "log.html", "moderation:log", {"page": page, "filters": filters})


def _chosen(request: MemberRequest) -> DecisionQuerySet:
    """Keep what the address asks for."""
    found: DecisionQuerySet = Decision.objects.for_decider(request.user)
    if request.GET.get("action") in Action.values:
        found = found.filter(action=request.GET["action"])
    if request.GET.get("kind") in kinds:
        found = found.filter(kind=request.GET["kind"])
    for name in ("by", "about"):
        if (pk := number(request, name)) is not None:
            found = found.filter(**{name: pk})
    try:
        return found.filter(batch=uuid.UUID(request.GET["batch"])) if request.GET.get("batch") else found
    except ValueError:
        return found


@for_deciders
@require_safe
def load(request: MemberRequest) -> HttpResponse:
    """Report what waits and for how long, and what was decided in four weeks, by day and by person; 8 queries.

    Of the kinds on which the reader decides.
    """
    now = timezone.now()
    own = kinds_of(request.user)
    pending = ReviewItem.objects.pending().order_by().filter(kind__in=own)
    ages = [
        {"label": label, "count": pending.filter(opened_at__gt=now - newest, opened_at__lte=now - oldest).count()}
        for label, newest, oldest in (
            (_("less than a day"), timedelta(days=1), timedelta(0)),
            (_("a day to a week"), timedelta(days=7), timedelta(days=1)),
            (_("longer than a week"), timedelta(days=36_500), timedelta(days=7)),
        )
    ]
    decided = Decision.objects.filter(kind__in=own, at__gt=now - timedelta(days=DAYS)).order_by()
    context: dict[str, Any] = {
        "ages": ages,
        "oldest": pending.aggregate(first=Min("opened_at"))["first"],
        "kinds": _by_kind(pending),
        "days": list(decided.annotate(day=TruncDate("at")).values("day").annotate(count=Count("pk")).order_by("-day")),
        "people": list(decided.values("by__name").annotate(count=Count("pk")).order_by("-count", "by")),
        "median": _median_wait(decided),
    }
    return show(request, "load.html", "moderation:load", context)


def _by_kind(pending: ItemQuerySet) -> list[dict[str, Any]]:
    rows = pending.values("kind").annotate(count=Count("pk"), oldest=Min("opened_at"))
    labels = {kind.kind: str(kind.label) for kind in kinds}
    return [row | {"label": labels.get(row["kind"], row["kind"])} for row in rows.order_by("oldest")]


def _median_wait(decided: DecisionQuerySet) -> timedelta | None:
    """Give how long half of the newest 1,000 decided items waited at most; 1 query."""
    moments = decided.exclude(action=Action.UNDO).order_by("-pk").values_list("at", "item__opened_at")[:1000]
    waits = sorted(at - opened for at, opened in moments)
    return waits[len(waits) // 2] if waits else None
