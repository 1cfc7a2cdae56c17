"""Carrying changes to Elasticsearch: claim a batch, carry it, note what arrived; all may be cut off and repeated.

A claim is a short lease on the rows, not a lock: nobody who saves ever waits for Elasticsearch. Two workers that carry
the same row do no harm, because Elasticsearch keeps the highest version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from search.engines.base import Engine, EngineUnavailable
from search.models import SearchDocument, SearchIndex

BATCH = 500
LEASE = timedelta(seconds=15)
"""How long a claim holds; what a killed worker had claimed is taken up after that."""
LONGEST_BACKOFF = timedelta(minutes=5)
ROWS_AT_ONCE = 50
"""So many rows with their texts are in memory at a time."""


@dataclass
class Delivery:
    """One batch on its way: which rows, to which indices, and what arrived there in which version."""

    live: SearchIndex | None
    building: SearchIndex | None
    to_live: list[int] = field(default_factory=list)
    to_building: list[int] = field(default_factory=list)
    sent: dict[str, int] = field(default_factory=dict)
    built: dict[str, int] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def pks(self) -> set[int]:
        """The rows that are leased."""
        return {*self.to_live, *self.to_building}


def deliver(engine: Engine) -> int:
    """Carry one batch and count its rows; 0 when nothing is due. Raises: EngineUnavailable, the rows are free again."""
    delivery = claim(timezone.now())
    if delivery is None:
        return 0
    try:
        # First to the index being built: should the aliases be swapped in between, what is noted as sent is in both.
        delivery.built = _carry(engine, delivery, building=True)
        delivery.sent = _carry(engine, delivery, building=False)
    except EngineUnavailable:
        SearchDocument.objects.filter(pk__in=delivery.pks).update(next_try_at=None)
        raise
    note(delivery)
    return len(delivery.pks)


def claim(now: datetime) -> Delivery | None:
    """Lease what is due for 15 s; one cheap read when nothing is."""
    delivery = Delivery(SearchIndex.objects.live(), SearchIndex.objects.building())
    if delivery.live is None and delivery.building is None:
        return None
    due = SearchDocument.objects.pending(building=delivery.building is not None).due(now).order_by("pk")
    if not due.exists():
        return None
    with transaction.atomic():
        rows = list(
            due.select_for_update(skip_locked=True).only("pk", "version", "sent_version", "built_version")[:BATCH]
        )
        SearchDocument.objects.filter(pk__in=[row.pk for row in rows]).update(next_try_at=now + LEASE)
    if delivery.building:
        delivery.to_building = [row.pk for row in rows if row.version > row.built_version]
    if delivery.live:
        delivery.to_live = [row.pk for row in rows if row.version > row.sent_version]
    return delivery


def note(delivery: Delivery) -> None:
    """Note which versions arrived; an item that was refused waits longer each time and is tried again.

    What arrived in an index that is not being built any more counts for nothing.
    """
    with indices_held(exclusive=False):
        if delivery.building and SearchIndex.objects.building() != delivery.building:
            delivery.built = {}
        if delivery.live is None:
            delivery.sent = delivery.built  # there is no other index yet: what is built is all there is
        _raise_versions("sent_version", delivery.sent)
        _raise_versions("built_version", delivery.built)
        arrived = (delivery.sent.keys() | delivery.built.keys()) - delivery.errors.keys()
        SearchDocument.objects.filter(pk__in=delivery.pks).update(next_try_at=None)
        SearchDocument.objects.filter(uid__in=arrived, attempts__gt=0).update(attempts=0, last_error="")
        _refuse(delivery.errors)


@contextmanager
def indices_held(*, exclusive: bool) -> Iterator[None]:
    """Open a transaction during which no index begins or ends; many may note at once, one begins or ends.

    SQLite has one writer at a time anyway.
    """
    with transaction.atomic():
        if connection.vendor == "postgresql":
            lock = "pg_advisory_xact_lock" if exclusive else "pg_advisory_xact_lock_shared"
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT {lock}(hashtext('search_indices'))")
        yield


def prune(*, delivered: bool) -> int:
    """Delete tombstones that are a day old (and known to Elasticsearch, where there is one); counts them."""
    pks = list(SearchDocument.objects.prunable(delivered=delivered).values_list("pk", flat=True)[:BATCH])
    return SearchDocument.objects.filter(pk__in=pks).delete()[0] if pks else 0


def _carry(engine: Engine, delivery: Delivery, *, building: bool) -> dict[str, int]:
    """Carry the rows as they are now to one index; gives the versions that arrived."""
    pks = delivery.to_building if building else delivery.to_live
    if not pks:
        return {}
    versions: dict[str, int] = {}

    def rows() -> Iterator[SearchDocument]:
        for start in range(0, len(pks), ROWS_AT_ONCE):
            for row in SearchDocument.objects.filter(pk__in=pks[start : start + ROWS_AT_ONCE]):
                versions[row.uid] = row.version
                yield row

    arrived = {}
    for outcome in engine.apply(rows(), building=building):
        if outcome.error:
            delivery.errors[outcome.uid] = outcome.error
        else:
            arrived[outcome.uid] = versions[outcome.uid]
    return arrived


def _raise_versions(column: str, versions: dict[str, int]) -> None:
    """Raise a version column to what arrived; it never falls."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE search_searchdocument SET {column} = %s WHERE uid = %s AND {column} < %s",  # noqa: S608 (our names)
            [(version, uid, version) for uid, version in sorted(versions.items())],
        )


def _refuse(errors: dict[str, str]) -> None:
    """Put refused items off: 2 s, 4 s … 5 minutes."""
    now = timezone.now()
    for row in SearchDocument.objects.filter(uid__in=errors).only("pk", "uid", "attempts"):
        wait = min(timedelta(seconds=2 ** min(row.attempts + 1, 10)), LONGEST_BACKOFF)
        SearchDocument.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1, next_try_at=now + wait, last_error=errors[row.uid]
        )
