"""Telling people what was decided about them."""

from collections.abc import Sequence

from cmkc.core.moderated import kinds
from cmkc.core.notices import DECISION, announce
from cmkc.core.tasks import task
from cmkc.moderation.models import Action, Appeal, Decision, Sanction


@task("moderation.tell")
def tell(numbers: Sequence[int]) -> None:
    """Announce each decision to whom it is about; again changes nothing, since each is one event."""
    for decision in Decision.objects.filter(pk__in=numbers).order_by("pk"):
        if decision.about_id is not None and _concerns(decision):
            told = ("moderation.decision", str(decision.pk))
            announce(DECISION, told, key=f"moderation.decision:{decision.pk}", to=[decision.about_id])


def _concerns(decision: Decision) -> bool:
    """Tell whether the author needs to hear of it: not when a thing that was shown all the time just stays."""
    kind = kinds.get(decision.kind)
    return kind is not None and not (decision.action == Action.APPROVE and kind.approve is None)


@task("moderation.tell_sanction")
def tell_sanction(number: int) -> None:
    """Announce to a member that a sanction was given or lifted."""
    sanction = Sanction.objects.get(pk=number)
    key = f"moderation.sanction:{number}:{'lifted' if sanction.lifted_at else 'given'}"
    announce(DECISION, ("moderation.sanction", str(number)), key=key, to=[sanction.user_id])


@task("moderation.tell_appeal")
def tell_appeal(number: int) -> None:
    """Announce to a member that their appeal was answered."""
    appeal = Appeal.objects.get(pk=number)
    announce(DECISION, ("moderation.appeal", str(number)), key=f"moderation.appeal:{number}", to=[appeal.by_id])
