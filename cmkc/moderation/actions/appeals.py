"""Appeals: whom a decision is about asks once for another look, by somebody who did not take it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cmkc.core import audit
from cmkc.core.tasks import later
from cmkc.moderation import policies
from cmkc.moderation.actions.refusals import AlreadyDecided, AlreadyUndone
from cmkc.moderation.actions.undoing import undo
from cmkc.moderation.models import Appeal, Decision

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def appeal(decision: Decision, *, by: "User", words: str) -> Appeal:
    """Ask for another look; the same decision twice gives the first appeal.

    Raises: PermissionDenied for a decision about somebody else, or one that is too old; AlreadyUndone.
    """
    if not policies.may_appeal(by, decision) or decision.at < timezone.now() - policies.APPEAL_WITHIN:
        raise PermissionDenied
    if Decision.objects.filter(undo_of=decision).exists():
        raise AlreadyUndone
    try:
        with transaction.atomic():
            made = Appeal.objects.create(decision=decision, decided_by_id=decision.by_id, by=by, words=words)
            audit.record("moderation.appealed", decision, by=by, data={"appeal": made.pk})
    except IntegrityError:
        return Appeal.objects.get(decision=decision)
    return made


@transaction.atomic
def answer(asked: Appeal, *, by: "User", overturn: bool, words: str) -> None:
    """Answer an appeal: the decision stands, or it is undone and waits for a moderator other than the first.

    Raises: PermissionDenied for who decided or appealed; AlreadyDecided when somebody was faster; NewerStands, and
    then nothing is answered, when the decision can't be undone any more.
    """
    if not policies.may_read_appeal(by, asked):
        raise PermissionDenied
    state = Appeal.State.OVERTURNED if overturn else Appeal.State.UPHELD
    waiting = Appeal.objects.filter(pk=asked.pk, state=Appeal.State.OPEN)
    if not waiting.update(state=state, answer=words, read_by=by, read_at=timezone.now()):
        raise AlreadyDecided
    if overturn and not Decision.objects.filter(undo_of=asked.decision_id).exists():
        undo(asked.decision, by=by)
    audit.record(f"moderation.appeal.{state}", asked.decision, by=by, data={"appeal": asked.pk}, text=words)
    later("moderation.tell_appeal", asked.pk)
