"""What the desk keeps."""

from cmkc.moderation.models.decisions import Action, Appeal, Decision, DecisionText, ReasonTemplate
from cmkc.moderation.models.profiles import HiddenProfile
from cmkc.moderation.models.queue import Flag, FlagReason, ItemState, Reason, ReviewClaim, ReviewItem
from cmkc.moderation.models.sanctions import Sanction, SanctionKind

__all__ = [
    "Action",
    "Appeal",
    "Decision",
    "DecisionText",
    "Flag",
    "FlagReason",
    "HiddenProfile",
    "ItemState",
    "Reason",
    "ReasonTemplate",
    "ReviewClaim",
    "ReviewItem",
    "Sanction",
    "SanctionKind",
]
