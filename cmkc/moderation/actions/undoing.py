"""Undoing: a decision of its own that brings back what was, as long as nothing newer stands on it."""

import uuid
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cmkc.core import audit
from cmkc.core.moderated import RefusedError, kinds, kinds_of
from cmkc.core.tasks import later
from cmkc.moderation import policies
from cmkc.moderation.actions.bench import Bench
from cmkc.moderation.actions.deciding import Outcome
from cmkc.moderation.actions.refusals import AlreadyUndone, Gone, NewerStands, NotYours
from cmkc.moderation.models import Action, Decision, ItemState, ReviewItem, Sanction

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def undo(decision: Decision, *, by: "User") -> Decision:
    """Undo one decision: the thing stands as before it, waits in the queue again, and a sanction of it is lifted.

    Raises: PermissionDenied without the permission; AlreadyUndone; NewerStands; NotYours; Gone.
    """
    outcome = undo_many([decision.pk], by=by, batch=None)
    for refused in outcome.left.values():
        raise refused
    return outcome.decisions[0]


def undo_batch(batch: uuid.UUID, *, by: "User") -> Outcome:
    """Undo all decisions of one action in one action; those that something newer stands on are left alone and told."""
    decisions = Decision.objects.filter(batch=batch, undo_of=None, undone_by=None)
    return undo_many(list(decisions.values_list("pk", flat=True)), by=by, batch=uuid.uuid4())


def undo_many(pks: Collection[int], *, by: "User", batch: uuid.UUID | None) -> Outcome:
    """Undo decisions, under the locks of their items. Raises: PermissionDenied without the permission."""
    if not policies.may_work(by):
        raise PermissionDenied
    try:
        return _undo(pks, by=by, batch=batch)
    except IntegrityError:  # a thing came back into the queue between our look and our write; now we see it there
        return _undo(pks, by=by, batch=batch)


@transaction.atomic
def _undo(pks: Collection[int], *, by: "User", batch: uuid.UUID | None) -> Outcome:
    items = list(Decision.objects.filter(pk__in=pks).values_list("item", flat=True))
    bench, outcome, rows = Bench.lock(items, by), Outcome(batch), []
    decisions = list(Decision.objects.filter(pk__in=pks).order_by("-pk").select_related("undone_by", "item"))
    newer = _newer(decisions)
    for decision in decisions:
        try:
            _check(bench, decision, newer, by)
            rows.append(_one(bench, decision, by=by, batch=batch))
        except RefusedError as refused:
            outcome.left[decision.pk] = refused
    outcome.decisions = Decision.objects.bulk_create(rows)
    if rows:
        _write(outcome, by)
    return outcome


def _newer(decisions: Collection[Decision]) -> dict[tuple[str, str], int]:
    """Find what happened last to each thing: the newest standing decision, or an item that waits now; 2 queries."""
    things = {(one.kind, one.key) for one in decisions}
    among = {"kind__in": {kind for kind, _key in things}, "key__in": {key for _kind, key in things}}
    newest: dict[tuple[str, str], int] = {}
    standing = Decision.objects.standing().filter(**among).order_by("pk")
    for kind, key, pk in standing.values_list("kind", "key", "pk"):
        newest[kind, key] = pk
    waiting = ReviewItem.objects.filter(state=ItemState.PENDING, **among)
    return newest | dict.fromkeys(waiting.values_list("kind", "key"), 0)


def _check(bench: Bench, decision: Decision, newer: dict[tuple[str, str], int], by: "User") -> None:
    """Ask whether the decision may be undone as things stand. Raises: one of the refusals."""
    if decision.action == Action.UNDO or getattr(decision, "undone_by", None) is not None:
        raise AlreadyUndone
    if by.pk == decision.about_id or decision.kind not in kinds_of(by):
        raise NotYours
    thing = bench.things.get(decision.item_id)
    if thing is None:
        raise Gone
    if (
        newer[decision.kind, decision.key] != decision.pk
        or bench.kind(decision.item).state_of(thing) != (decision.after["thing"])
    ):
        raise NewerStands


def _one(bench: Bench, decision: Decision, *, by: "User", batch: uuid.UUID | None) -> Decision:
    """Bring one thing back to what it was. Raises: RefusedError, of the kind."""
    kind, thing = kinds[decision.kind], bench.things[decision.item_id]
    with transaction.atomic():
        kind.restore(thing, decision.before["thing"], by)
    return Decision(
        item=decision.item,
        kind=decision.kind,
        key=decision.key,
        about_id=decision.about_id,
        action=Action.UNDO,
        before=decision.after,
        after={"thing": kind.state_of(thing), "item": ItemState.PENDING.value},
        batch=batch,
        undo_of=decision,
        by=by,
    )


def _write(outcome: Outcome, by: "User") -> None:
    """Open the items again, lift the sanctions, write the audit event, and start the telling."""
    made = outcome.decisions
    ReviewItem.objects.filter(pk__in=[one.item_id for one in made]).update(state=ItemState.PENDING)
    sanctions = Sanction.objects.filter(decision__in=[one.undo_of_id for one in made], lifted_at=None)
    sanctions.update(lifted_at=timezone.now(), lifted_by=by)
    numbers = [one.pk for one in made]
    data: dict[str, Any] = {"decisions": numbers, "undone": [one.undo_of_id for one in made]}
    audit.record("moderation.undo", None if outcome.batch else made[0].item, by=by, data=data)
    later("moderation.tell", numbers)
