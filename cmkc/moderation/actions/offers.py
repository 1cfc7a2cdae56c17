"""What a moderator may do with a thing, and how it is done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

from cmkc.core.moderated import ModeratedKind
from cmkc.moderation.models import Action

if TYPE_CHECKING:
    from cmkc.accounts.models import User

KEYS = {"approve": "a", "hide": "h", "return": "r", "warn": "w", "silence": "s"}
NEEDS_REASON = frozenset({"return", "warn", "silence"})
IN_BULK = ("approve", "hide", "return")
"""What may be done to many at once; sanctions are for one person at a time."""


@dataclass(frozen=True)
class Offer:
    """One action with the key that takes it."""

    name: str
    label: str | Promise
    key: str
    needs_reason: bool = False


def offers(kind: ModeratedKind, *, has_author: bool) -> list[Offer]:
    """List what may be done with a thing of this kind; sanctions only where somebody stands behind it."""
    names = ["approve", "hide"]
    names += ["return"] if kind.sends_back else []
    names += ["warn", "silence"] if has_author and kind.sanctions else []
    needs = NEEDS_REASON | kind.needs_reason
    found = [Offer(name, kind.labels.get(name, Action(name).label), KEYS[name], name in needs) for name in names]
    return found + [Offer(act.name, act.label, act.key, act.name in needs) for act in kind.more]


def carry_out(kind: ModeratedKind, thing: Any, action: str, *, by: "User", reason: str) -> None:
    """Do to the thing what the action says. Raises: LookupError for one that the kind doesn't offer; as the kind."""
    if action == "approve":
        if kind.approve:
            kind.approve(thing, by, reason)
    elif action in {"hide", "warn", "silence"}:
        kind.hide(thing, by, reason)
    elif action == "return" and kind.sends_back:
        kind.sends_back(thing, by, reason)
    else:
        next(act for act in kind.more if act.name == action).apply(thing, by, reason)
