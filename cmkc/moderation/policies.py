"""Who may do what at the desk, and its fixed numbers."""

from datetime import timedelta
from typing import TYPE_CHECKING

from cmkc.core.moderated import MODERATE, kinds_of

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User
    from cmkc.moderation.models import Appeal, Decision, ReviewItem, Sanction

LEASE = timedelta(minutes=15)
"""How long a moderator holds an item without deciding."""
SKIPPED_FOR = timedelta(minutes=15)
"""How long an item that somebody put aside is not given to them again."""
UNDO_BAR = timedelta(seconds=30)
"""How long the desk offers to undo the last decision; the log offers it as long as nothing newer stands on it."""
MOST_AT_ONCE = 500
"""Items that one action may decide on."""
SILENCE_DAYS = 7
LONGEST_SILENCE_DAYS = 365
APPEAL_WITHIN = timedelta(days=90)
"""How long a decision may be appealed."""

WEIGHTS = {
    "safety": 5,
    "compliance": 5,
    "guard": 4,
    "harassment": 4,
    "personal-data": 4,
    "changed": 3,
    "wrong": 2,
    "claim": 2,
    "first": 2,
    "proposal": 2,
    "spam": 2,
    "off-topic": 1,
    "other": 1,
}
"""How urgent each reason is; the heaviest counts, and each further flag adds one."""
MOST_FLAGS = 9
"""Flags that count for the place in the queue."""


def may_moderate(user: "User | AnonymousUser") -> bool:
    """Tell whether the user is a moderator, who gives sanctions too; 2 queries the first time, none after."""
    return user.is_authenticated and user.is_active and user.has_perm(MODERATE)


def may_work(user: "User | AnonymousUser") -> bool:
    """Tell whether the user works at the desk: whoever decides on things of any kind, not moderators alone."""
    return bool(kinds_of(user))


def may_decide(user: "User | AnonymousUser", item: "ReviewItem") -> bool:
    """Tell whether the user may decide on this item: on its kind, and never on what is their own. No query more."""
    return item.author_id != user.pk and item.kind in kinds_of(user)


def may_confirm(user: "User", sanction: "Sanction") -> bool:
    """Tell whether the user may be the second person of a ban: neither who asked for it nor whom it is about."""
    return may_moderate(user) and user.pk not in {sanction.by_id, sanction.user_id}


def may_appeal(user: "User", decision: "Decision") -> bool:
    """Tell whether the decision is about the user, who may then ask somebody else to look again."""
    return decision.about_id == user.pk and decision.undo_of_id is None


def may_appeal_sanction(user: "User", sanction: "Sanction") -> bool:
    """Tell whether it is the user's, was given by itself (else the decision is appealed), and has begun."""
    return sanction.user_id == user.pk and sanction.decision_id is None and not sanction.waits_for_second


def may_read_appeal(user: "User", appeal: "Appeal") -> bool:
    """Tell whether the user may answer an appeal: who decides on such things, and neither decided nor wrote it."""
    decides = appeal.decision.kind in kinds_of(user) if appeal.decision else may_moderate(user)
    return decides and user.pk not in {appeal.decided_by_id, appeal.seconded_by_id, appeal.by_id}
