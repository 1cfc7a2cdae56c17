"""What the desk keeps."""

from cmkc.moderation.models.decisions import Action, Appeal, Decision, DecisionText, label_of
from cmkc.moderation.models.profiles import HiddenProfile
from cmkc.moderation.models.queue import Flag, FlagReason, ItemState, Reason, ReviewClaim, ReviewItem
from cmkc.moderation.models.reasons import SANCTION, ReasonTemplate, ReasonWording
from cmkc.moderation.models.sanctions import Sanction, SanctionKind

__all__ = [
    "SANCTION",
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
    "ReasonWording",
    "ReviewClaim",
    "ReviewItem",
    "Sanction",
    "SanctionKind",
    "label_of",
]
