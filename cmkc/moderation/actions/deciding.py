"""Deciding: one item or up to 500 in one action, one winner each, written down for ever."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from cmkc.core import audit
from cmkc.core.moderated import RefusedError
from cmkc.core.tasks import later
from cmkc.moderation import policies
from cmkc.moderation.actions.bench import Bench
from cmkc.moderation.actions.offers import IN_BULK, carry_out, offers
from cmkc.moderation.actions.refusals import AlreadyDecided, Changed, Gone, Held, NotOffered, NotYours, Unexplained
from cmkc.moderation.models import (
    Action,
    Decision,
    DecisionText,
    ItemState,
    ReasonTemplate,
    ReviewClaim,
    ReviewItem,
    Sanction,
    SanctionKind,
)

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@dataclass(frozen=True)
class Ruling:
    """What a moderator decides: the action, the words to the author or a template of them, the key that was pressed."""

    action: str
    reason: str = ""
    template: ReasonTemplate | None = None
    pressed: str = ""
    days: int = policies.SILENCE_DAYS

    def words(self, language: str) -> str:
        """Give the words to an author who reads this language; 1 query when a template must be translated."""
        return self.reason or (self.template.wording(language).text if self.template else "")


@dataclass
class Outcome:
    """What came of an action: the decisions, and why some items were left alone."""

    batch: uuid.UUID | None = None
    decisions: list[Decision] = field(default_factory=list)
    left: dict[int, RefusedError] = field(default_factory=dict)


def decide(item: ReviewItem, ruling: Ruling, *, by: "User", version: str) -> Decision:
    """Decide on one item at the version that the moderator saw.

    Raises: PermissionDenied without the permission; RefusedError, in one of its kinds, when it can't be.
    """
    with transaction.atomic():
        outcome = _decide({item.pk: version}, ruling, by=by, batch=None)
    for refused in outcome.left.values():
        raise refused
    return outcome.decisions[0]


def decide_many(seen: Mapping[int, str], ruling: Ruling, *, by: "User") -> Outcome:
    """Decide on up to MOST_AT_ONCE items, by pk and the version seen, in one transaction that one action undoes.

    What can't be decided on is left alone and told. Raises: PermissionDenied; ValueError for too many; NotOffered for
    an action that is not for many.
    """
    if len(seen) > policies.MOST_AT_ONCE:
        raise ValueError(f"one action decides on {policies.MOST_AT_ONCE} items at most")
    if ruling.action not in IN_BULK:
        raise NotOffered
    with transaction.atomic():
        return _decide(seen, ruling, by=by, batch=uuid.uuid4())


def _decide(seen: Mapping[int, str], ruling: Ruling, *, by: "User", batch: uuid.UUID | None) -> Outcome:
    if not policies.may_work(by):
        raise PermissionDenied
    bench, outcome = Bench.lock(list(seen), by), Outcome(batch)
    outcome.left = {pk: Gone() for pk in seen.keys() - {item.pk for item in bench.items}}
    rows = []
    for item in bench.items:
        try:
            _check(bench, item, seen[item.pk], by)
            _check_offered(bench, item, ruling, many=batch is not None)
            rows.append(_one(bench, item, ruling, by=by, batch=batch))
        except RefusedError as refused:
            outcome.left[item.pk] = refused
    outcome.decisions = Decision.objects.bulk_create(rows)
    if rows:
        _write(outcome, ruling, by, bench.languages)
    return outcome


def _check(bench: Bench, item: ReviewItem, version: str, by: "User") -> None:
    """Ask whether this moderator may decide on this item now. Raises: one of the refusals."""
    thing = bench.things.get(item.pk)
    if item.state != ItemState.PENDING:
        raise AlreadyDecided
    if thing is None:
        raise Gone
    kind = bench.kind(item)
    own = by.pk in {item.author_id, kind.author_of(thing)}
    if own or item.pk in bench.barred or not by.has_perm(kind.permission):
        raise NotYours
    if item.pk in bench.holders:
        raise Held
    if kind.version_of(thing) != version:
        raise Changed


def _check_offered(bench: Bench, item: ReviewItem, ruling: Ruling, *, many: bool) -> None:
    """Ask whether the kind takes this decision, on many at once, and without a reason. Raises: one of the refusals."""
    kind = bench.kind(item)
    has_author = kind.author_of(bench.things[item.pk]) is not None
    offered = {offer.name: offer for offer in offers(kind, has_author=has_author)}.get(ruling.action)
    if offered is None or (many and not kind.in_bulk):
        raise NotOffered
    if offered.needs_reason and not ruling.words(""):
        raise Unexplained


def _one(bench: Bench, item: ReviewItem, ruling: Ruling, *, by: "User", batch: uuid.UUID | None) -> Decision:
    """Do to one thing what was decided, and say what it was before and is after. Raises: RefusedError, of the kind."""
    kind, thing = bench.kind(item), bench.things[item.pk]
    before, about = kind.state_of(thing), kind.author_of(thing)
    with transaction.atomic():
        carry_out(kind, thing, ruling.action, by=by, reason=ruling.words(bench.languages.get(item.author_id, "")))
    return Decision(
        item=item,
        kind=item.kind,
        key=item.key,
        about_id=about,
        action=ruling.action,
        before={"thing": before, "item": ItemState.PENDING.value},
        after={"thing": kind.state_of(thing), "item": ItemState.CLOSED.value},
        batch=batch,
        template=ruling.template,
        pressed=ruling.pressed,
        by=by,
    )


def _write(outcome: Outcome, ruling: Ruling, by: "User", languages: Mapping[int | None, str]) -> None:
    """Close the items and their claims, write the words, the sanctions and the audit event, and start the telling."""
    made = outcome.decisions
    items = [decision.item_id for decision in made]
    ReviewItem.objects.filter(pk__in=items).update(state=ItemState.CLOSED)
    claims = ReviewClaim.objects.filter(item__in=items, ended_at=None)
    claims.update(ended_at=timezone.now(), end=ReviewClaim.End.DECIDED)
    told = {one.pk: ruling.words(languages.get(one.about_id, "")) for one in made}
    DecisionText.objects.bulk_create([DecisionText(decision_id=pk, text=text) for pk, text in told.items() if text])
    if ruling.action in {Action.WARN, Action.SILENCE}:
        sanctions = [_sanction(one, one.about_id, ruling, told[one.pk]) for one in made if one.about_id is not None]
        Sanction.objects.bulk_create(sanctions)
    numbers = [decision.pk for decision in made]
    data: dict[str, Any] = {"decisions": numbers, "batch": str(outcome.batch or "")}
    audit.record(
        f"moderation.{ruling.action}", None if outcome.batch else made[0].item, by=by, data=data, text=ruling.words("")
    )
    later("moderation.tell", numbers)


def _sanction(decision: Decision, user: int, ruling: Ruling, reason: str) -> Sanction:
    silence = ruling.action == Action.SILENCE
    return Sanction(
        user_id=user,
        kind=SanctionKind.SILENCE if silence else SanctionKind.WARN,
        until=timezone.now() + timedelta(days=ruling.days) if silence else None,
        reason=reason,
        decision=decision,
        by_id=decision.by_id,
    )
