"""Carrying changes to Elasticsearch: claim a batch, carry it, note what arrived; all may be cut off and repeated.

A claim is a short lease on the rows, not a lock: nobody who saves ever waits for Elasticsearch. Two workers that carry
the same row do no harm, because Elasticsearch keeps the highest version.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from search.engines.base import Engine, EngineUnavailable
from search.models import SearchDocument, SearchIndex
from search.querysets import SearchDocumentQuerySet

_BUILT = ("built_version", "built_in")
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
        with transaction.atomic():
            _free(delivery)
        raise
    note(delivery)
    return len(delivery.pks)


def claim(now: datetime) -> Delivery | None:
    """Lease what is due for 15 s; 3 cheap reads when nothing is."""
    delivery = Delivery(SearchIndex.objects.live(), SearchIndex.objects.building())
    if delivery.live is None and delivery.building is None:
        return None
    due = _due(delivery, now)
    if due is None:
        return None
    with transaction.atomic():
        rows = list(due.select_for_update(skip_locked=True).only("version", "sent_version", *_BUILT)[:BATCH])
        SearchDocument.objects.filter(pk__in=[row.pk for row in rows]).update(next_try_at=now + LEASE)
    if delivery.building:
        begun = delivery.building.pk
        delivery.to_building = [row.pk for row in rows if row.built_in < begun or row.version > row.built_version]
    if delivery.live:
        delivery.to_live = [row.pk for row in rows if row.version > row.sent_version]
    return delivery


def _due(delivery: Delivery, now: datetime) -> SearchDocumentQuerySet | None:
    """Choose what to carry: changes that readers wait for first, then what the index being built lacks."""
    changed = SearchDocument.objects.pending().due(now)
    if changed.exists():
        return changed
    if delivery.building:
        lacking = SearchDocument.objects.unbuilt(delivery.building).due(now)
        return lacking if lacking.exists() else None
    return None


def note(delivery: Delivery) -> None:
    """Note which versions arrived; an item that was refused waits longer each time and is tried again.

    A row that somebody is changing is left alone: it is pending anyway. So this waits for nobody, and nobody who saves
    several objects can come to stand crosswise with it. What arrived in an index that was given up meanwhile counts
    for nothing, since the index begun after it has a higher number.
    """
    if delivery.live is None:
        delivery.sent = delivery.built  # there is no other index yet: what is built is all there is
    with transaction.atomic():
        free = SearchDocument.objects.unlocked(delivery.pks)
        _raise_versions(delivery, free)
        _refuse(delivery.errors, free)
        _free(delivery)


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


def _raise_versions(delivery: Delivery, free: list[int]) -> None:
    """Raise both versions to what arrived: one write a row; a version never falls."""
    greater = "max" if connection.vendor == "sqlite" else "greatest"
    building = delivery.building.pk if delivery.building else 0
    arrived = (delivery.sent.keys() | delivery.built.keys()) - delivery.errors.keys()
    rows = SearchDocument.objects.filter(pk__in=free, uid__in=arrived).values_list("pk", "uid")
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE search_searchdocument SET sent_version = {greater}(sent_version, %s), "  # noqa: S608  (our names)
            f"built_version = CASE WHEN built_in > %s THEN built_version WHEN built_in = %s "
            f"THEN {greater}(built_version, %s) ELSE %s END, "
            f"built_in = {greater}(built_in, %s), next_try_at = NULL, attempts = 0, last_error = '' WHERE id = %s",
            [
                (delivery.sent.get(uid, 0), begun, begun, built, built, begun, pk)
                for pk, uid in rows
                for begun, built in [(building if uid in delivery.built else 0, delivery.built.get(uid, 0))]
            ],
        )


def _refuse(errors: dict[str, str], free: list[int]) -> None:
    """Put refused items off: 2 s, 4 s … 5 minutes."""
    now = timezone.now()
    for row in SearchDocument.objects.filter(pk__in=free, uid__in=errors).only("uid", "attempts"):
        wait = min(timedelta(seconds=2 ** min(row.attempts + 1, 10)), LONGEST_BACKOFF)
        SearchDocument.objects.filter(pk=row.pk).update(
            attempts=F("attempts") + 1, next_try_at=now + wait, last_error=errors[row.uid]
        )


def _free(delivery: Delivery) -> None:
    """End the leases that are left."""
    held = SearchDocument.objects.filter(pk__in=SearchDocument.objects.unlocked(delivery.pks), attempts=0)
    held.filter(next_try_at__isnull=False).update(next_try_at=None)
