"""Appeals: whom a decision or a sanction is about asks once for another look, by somebody who did not take it."""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cmkc.core import audit
from cmkc.core.tasks import later
from cmkc.moderation import policies
from cmkc.moderation.actions.refusals import AlreadyDecided, AlreadyUndone
from cmkc.moderation.actions.sanctions import lift
from cmkc.moderation.actions.undoing import undo
from cmkc.moderation.models import Appeal, Decision, Sanction

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def appeal(decision: Decision, *, by: "User", words: str) -> Appeal:
    """Ask for another look; the same decision twice gives the first appeal.

    Raises: PermissionDenied for a decision about somebody else, or one that is too old; AlreadyUndone.
    """
    if not policies.may_appeal(by, decision) or _too_old(decision):
        raise PermissionDenied
    if Decision.objects.filter(undo_of=decision).exists():
        raise AlreadyUndone
    return _ask(Appeal(decision=decision, decided_by_id=decision.by_id, by=by, words=words))


def appeal_sanction(given: Sanction, *, by: "User", words: str) -> Appeal:
    """Ask for another look at a sanction that was given by itself; twice gives the first appeal.

    Raises: PermissionDenied for somebody else's, one that has not begun, or one that is too old; AlreadyUndone.
    """
    if not policies.may_appeal_sanction(by, given) or _too_old(given):
        raise PermissionDenied
    if given.lifted_at is not None:
        raise AlreadyUndone
    people = {"decided_by_id": given.by_id, "seconded_by_id": given.confirmed_by_id}
    return _ask(Appeal(sanction=given, by=by, words=words, **people))


def _too_old(what: "Decision | Sanction") -> bool:
    return what.at < timezone.now() - policies.APPEAL_WITHIN


def _ask(asked: Appeal) -> Appeal:
    try:
        with transaction.atomic():
            asked.save()
            audit.record("moderation.appealed", asked.against, by=asked.by, data={"appeal": asked.pk})
    except IntegrityError:
        return Appeal.objects.get(decision=asked.decision_id, sanction=asked.sanction_id)
    return asked


@transaction.atomic
def answer(asked: Appeal, *, by: "User", overturn: bool, words: str) -> None:
    """Answer an appeal: it stands, or a decision is undone and waits for another moderator, or a sanction is lifted.

    Raises: PermissionDenied for who decided, confirmed or appealed; AlreadyDecided when somebody was faster;
    NewerStands, and then nothing is answered, when the decision can't be undone any more.
    """
    if not policies.may_read_appeal(by, asked):
        raise PermissionDenied
    state = Appeal.State.OVERTURNED if overturn else Appeal.State.UPHELD
    waiting = Appeal.objects.filter(pk=asked.pk, state=Appeal.State.OPEN)
    if not waiting.update(state=state, answer=words, read_by=by, read_at=timezone.now()):
        raise AlreadyDecided
    if overturn:
        _overturn(asked, by)
    audit.record(f"moderation.appeal.{state}", asked.against, by=by, data={"appeal": asked.pk}, text=words)
    later("moderation.tell_appeal", asked.pk)


def _overturn(asked: Appeal, by: "User") -> None:
    """Take back what was appealed, unless that has happened."""
    if asked.decision is not None:
        if not Decision.objects.filter(undo_of=asked.decision).exists():
            undo(asked.decision, by=by)
    elif asked.sanction is not None and asked.sanction.lifted_at is None:
        lift(asked.sanction, by=by)
