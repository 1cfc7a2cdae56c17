"""Seal the audit log's events, and verify the seals; `cmkc.core.audit` says what a seal is for.

**No gap is sealed that may still be filled.** On PostgreSQL an event takes its number before its transaction commits,
so number 6 may be there while 5 is still open. A writer locks the table (RowExclusiveLock, until its transaction ends)
before it takes a number. So: read the largest number there is, *then* list who holds that lock. Once all of those have
ended, every number up to it is either visible or will never be used. (CREATE INDEX CONCURRENTLY waits for writers in
the same way.) Number and list stand in AuditHorizon between two runs, so the sealer neither waits nor starves: it
moves on as soon as those it waits for have ended, whoever came later. SQLite has one writer at a time; its numbers
commit in order.
"""

import hashlib
import hmac
import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from cmkc.core.canonical import canonical_json
from cmkc.core.models import AuditEvent, AuditHorizon, AuditSeal, AuditText

logger = logging.getLogger("cmkc.audit")

EVENTS_A_SEAL = 5_000
"""So that a broken range is short and no sealer holds a transaction for long."""
GENESIS = "0" * 64
"""What the first seal has instead of a seal before it."""


def unsealed() -> QuerySet[AuditEvent]:
    """Select the events after the last seal, in order; 1 query to find the seal."""
    return AuditEvent.objects.filter(pk__gt=_sealed_up_to()).order_by("pk")


def seal() -> AuditSeal | None:
    """Seal every settled event and give the newest seal made, or None; of two sealers at once, one wins.

    3 queries when nothing is new. May be called at any time by anybody; a run that is killed leaves nothing behind.
    """
    if not unsealed().exists():
        return None
    newest, up_to = None, _settled_up_to()
    while made := _seal_next(up_to):
        newest = made
    return newest


def _sealed_up_to() -> int:
    return AuditSeal.objects.aggregate(last=Max("last"))["last"] or 0


def _settled_up_to() -> int:
    """Give the number up to which no event can appear any more (see the module's text); 0 if that isn't known yet."""
    last = AuditEvent.objects.aggregate(last=Max("pk"))["last"] or 0
    writers = _open_writers()  # after `last` was read, never before
    if not writers:
        return last
    horizon = AuditHorizon.objects.first()
    if horizon and writers & set(horizon.waits_for):
        return 0
    AuditHorizon.objects.update_or_create(id=1, defaults={"last": last, "waits_for": sorted(writers)})
    return horizon.last if horizon else 0


def _open_writers() -> set[str]:
    """Name the other transactions that may have taken an event's number and not committed."""
    if connection.vendor != "postgresql":
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = %s::regclass "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
            "AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()",
            [AuditEvent._meta.db_table],
        )
        return {row[0] for row in cursor.fetchall()}


def _seal_next(up_to: int) -> AuditSeal | None:
    """Seal the next events, EVENTS_A_SEAL at most; None when there are none or another sealer was first."""
    try:
        with transaction.atomic():
            head = AuditSeal.objects.order_by("-number").first()
            events = _between(head, up_to)[:EVENTS_A_SEAL]
            content = _Content.of(events)
            if not content.count:
                return None
            made = AuditSeal(
                number=head.number + 1 if head else 1,
                first=content.first,
                last=content.last,
                count=content.count,
                sha256=content.sha256,
                previous=head.hmac if head else GENESIS,
                sealed_at=timezone.now(),
            )
            made.hmac = _signature(made)
            made.save(force_insert=True)
            transaction.on_commit(partial(_publish, made))
            return made
    except IntegrityError:  # the number is taken: the other sealer's seal covers these events
        return None


def _between(head: AuditSeal | None, last: int) -> QuerySet[AuditEvent]:
    """Select the events after a seal and up to a number; before the first seal there is no lower bound."""
    events = AuditEvent.objects.filter(pk__lte=last).order_by("pk")
    return events.filter(pk__gt=head.last) if head else events


@dataclass(frozen=True)
class _Content:
    """What a seal says of its events."""

    first: int
    last: int
    count: int
    sha256: str

    @classmethod
    def of(cls, events: QuerySet[AuditEvent]) -> "_Content":
        """Count and hash events in their order, one canonical line each."""
        digest, first, last, count = hashlib.sha256(), 0, 0, 0
        for event in events.iterator(chunk_size=1_000):
            digest.update(canonical_json(event.sealed_form()) + b"\n")
            first, last, count = first or event.pk, event.pk, count + 1
        return cls(first, last, count, digest.hexdigest())


def _signature(made: AuditSeal) -> str:
    return hmac.new(settings.AUDIT_KEY.encode(), canonical_json(made.signed_form()), hashlib.sha256).hexdigest()


def _publish(made: AuditSeal) -> None:
    """Write the head outside the database: to the log and, flushed to disk, to settings.AUDIT_HEAD_FILE."""
    line = canonical_json({"seal": made.number, "last": made.last, "hmac": made.hmac}).decode()
    logger.info("audit head %s", line)
    if not settings.AUDIT_HEAD_FILE:
        return
    try:
        with Path(settings.AUDIT_HEAD_FILE).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        logger.exception("the head of the audit log could not be written to AUDIT_HEAD_FILE")


@dataclass(frozen=True)
class Broken:
    """The first range of the log that isn't what was sealed."""

    seal: int
    first: int
    last: int
    reason: str

    def __str__(self) -> str:
        return f"events {self.first} to {self.last} (seal {self.seal or 'any'}): {self.reason}"


@dataclass(frozen=True)
class Verdict:
    """What a verification found; `broken` is None when every seal holds."""

    seals: int
    events: int
    unsealed: int
    erased_texts: int
    broken: Broken | None


def verify() -> Verdict:
    """Check every seal, event and text against each other and against the heads written outside the database.

    Reads each row once. Finds events and seals that were deleted, changed, added or moved, texts that were changed or
    added, and a tail that was cut off if AUDIT_HEAD_FILE names a seal of it. Doesn't look at events not sealed yet.
    """
    heads = _published_heads()
    before: AuditSeal | None = None
    seals = events = 0
    broken = None
    for current in AuditSeal.objects.order_by("number").iterator(chunk_size=500):
        reason = _fault(current, before, heads)
        if reason:
            broken = Broken(current.number, current.first, current.last, reason)
            break
        before, seals, events = current, seals + 1, events + current.count
    broken = broken or _cut_off(before, heads) or _wrong_text()
    erased = AuditEvent.objects.exclude(text_sha256="").filter(text=None).count()
    return Verdict(seals, events, unsealed().count(), erased, broken)


def _fault(current: AuditSeal, before: AuditSeal | None, heads: dict[int, str]) -> str:
    """Say what is wrong with a seal or its events; empty when nothing is."""
    number, previous = (before.number + 1, before.hmac) if before else (1, GENESIS)
    faults = {
        f"seal {number} is missing before it": current.number != number,
        "the seal was changed, or settings.AUDIT_KEY is not the one that signed it": current.hmac
        != _signature(current),
        "the seal does not follow from the one before it": current.previous != previous,
        "the seal is not the one written outside the database": heads.get(current.number, current.hmac) != current.hmac,
    }
    return next((reason for reason, true in faults.items() if true), "") or _wrong_content(current, before)


def _wrong_content(current: AuditSeal, before: AuditSeal | None) -> str:
    """Say what is wrong with the events under a seal; empty when nothing is."""
    content = _Content.of(_between(before, current.last))
    if content.count != current.count:
        return f"{current.count} events were sealed, {content.count} are there"
    return "" if content.sha256 == current.sha256 else "the events are not what was sealed"


def _published_heads() -> dict[int, str]:
    """Read the heads outside the database: seal number → signature; of two for one seal the first counts."""
    path = Path(settings.AUDIT_HEAD_FILE) if settings.AUDIT_HEAD_FILE else None
    heads: dict[int, str] = {}
    if path is not None and path.exists():
        for number, signature in _heads_of(path):
            heads.setdefault(number, signature)
    return heads


def _heads_of(path: Path) -> Iterator[tuple[int, str]]:
    """Read the file's lines; one that a crash cut short is passed over."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            try:
                head = json.loads(line)
                yield int(head["seal"]), str(head["hmac"])
            except (ValueError, KeyError, TypeError):
                logger.warning("AUDIT_HEAD_FILE has a line that is no head: %.60r", line)


def _cut_off(last: AuditSeal | None, heads: dict[int, str]) -> Broken | None:
    """Find that seals are gone whose heads were written outside the database."""
    newest, seen = max(heads, default=0), last.number if last else 0
    if newest <= seen:
        return None
    reason = f"the tail was cut off: seals {seen + 1} to {newest} are gone, their heads stand in AUDIT_HEAD_FILE"
    after = last.last + 1 if last else 1
    return Broken(seen + 1, after, after, reason)


def _wrong_text() -> Broken | None:
    """Find the first text that isn't the one its event was written with."""
    for text in AuditText.objects.select_related("event").order_by("pk").iterator(chunk_size=500):
        if text.sha256 != text.event.text_sha256:
            return Broken(0, text.pk, text.pk, "the text beside the event is not the one it was written with")
    return None
