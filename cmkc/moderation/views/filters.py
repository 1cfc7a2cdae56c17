"""What the queue is narrowed by."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import kinds, kinds_of
from cmkc.moderation.models import Reason
from cmkc.moderation.querysets import ItemQuerySet

AGES = {"1": 1, "7": 7, "30": 30}


def chosen(request: MemberRequest, items: ItemQuerySet) -> ItemQuerySet:
    """Keep what the address asks for: kind, reason, age, and whether somebody holds it."""
    asked = request.GET
    if asked.get("kind") in kinds:
        items = items.filter(kind=asked["kind"])
    if asked.get("reason") in Reason.values:
        items = items.filter(reason=asked["reason"])
    if asked.get("age") in AGES:
        items = items.filter(opened_at__lte=timezone.now() - timedelta(days=AGES[asked["age"]]))
    if asked.get("held") == "free":
        items = items.free_for(request.user)
    elif asked.get("held") == "mine":
        items = items.held_by(request.user)
    return items


def kinds_to_choose(request: MemberRequest) -> list[tuple[str, str]]:
    """List the kinds on which the reader decides, each with its name."""
    return [(name, str(kinds[name].label)) for name in kinds_of(request.user)]


def filters_of(request: MemberRequest) -> list[dict[str, Any]]:
    """Give the lists of choices, with what is chosen."""
    choices: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("kind", _("Kind"), kinds_to_choose(request)),
        ("reason", _("Reason"), [(value, str(label)) for value, label in Reason.choices]),
        ("age", _("Waiting"), [("1", _("for a day")), ("7", _("for a week")), ("30", _("for a month"))]),
        ("held", _("Held"), [("free", _("by nobody")), ("mine", _("by me"))]),
    ]
    return [
        {"name": name, "label": label, "options": options, "value": request.GET.get(name, "")}
        for name, label, options in choices
    ]
