"""A new Elasticsearch index beside the old one: begun, filled by whoever delivers, swapped in when it is level.

Where a rebuild stands is kept in the database, so it may be cut off at any point and gone on with by anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from search.delivery import deliver
from search.engines import indices
from search.engines.base import Engine
from search.engines.mapping import mapping_hash
from search.models import SearchDocument, SearchIndex

State = SearchIndex.State


def begin(*, anew: bool = False) -> SearchIndex:
    """Begin a new index, or go on with the one being built when it has our form; `anew` begins in any case.

    Raises: EngineUnavailable; then nothing has changed, or the next call clears up.
    """
    building = SearchIndex.objects.building()
    if (
        building
        and not anew
        and building.mapping_hash == mapping_hash()
        and building.name in _standing()[indices.building_alias()]
    ):
        return building
    now = timezone.now()
    name = f"{settings.ELASTICSEARCH_INDEX_PREFIX}-{mapping_hash()}-{now:%Y%m%d%H%M%S%f}"
    indices.create_building(name)
    with _alone():
        SearchIndex.objects.filter(state=State.BUILDING).update(state=State.GONE)
        SearchDocument.objects.filter(attempts__gt=0).update(attempts=0, next_try_at=None)
        return SearchIndex.objects.create(name=name, mapping_hash=mapping_hash(), started_at=now)


def finish_if_level() -> bool:
    """Let the new index answer when it lacks nothing; tells whether it did so. Raises: EngineUnavailable."""
    building = SearchIndex.objects.building()
    if building is None or _lacks_something(building):
        return False
    with _alone():
        if SearchIndex.objects.building() != building or _lacks_something(building):
            return False
        _finish(building)
    return True


def recover() -> str:
    """Compare what the database says of our indices with what stands in Elasticsearch, and mend it; says what was done.

    A lost index is built anew; a swap that was cut off is completed; a first index is begun. Raises: EngineUnavailable.
    """
    live, building, standing = SearchIndex.objects.live(), SearchIndex.objects.building(), _standing()
    if building and building.name in standing[indices.live_alias()]:
        with _alone():
            _finish(building)
        return f"completed the swap to {building.name}"
    if building and building.name not in standing[indices.building_alias()]:
        return f"began {begin(anew=True).name}: the index being built was gone"
    if not building and (live is None or live.name not in standing[indices.live_alias()]):
        return f"began {begin(anew=True).name}: there was no index"
    return ""


def deliver_all(engine: Engine) -> None:
    """Deliver until nothing is due, and finish a rebuild on the way. Raises: EngineUnavailable."""
    while deliver(engine):
        finish_if_level()
    finish_if_level()


def outdated() -> str:
    """Name the form of the answering index when it is not ours any more; 1 query."""
    live = SearchIndex.objects.live()
    return live.mapping_hash if live and live.mapping_hash != mapping_hash() else ""


def _lacks_something(building: SearchIndex) -> bool:
    return SearchDocument.objects.unbuilt(building).settled().exists()


def _finish(building: SearchIndex) -> None:
    """Swap the aliases, then say so in the database; cut off in between, `recover` does it again."""
    _send_what_was_refused(building)
    indices.swap(building.name)
    SearchIndex.objects.filter(state=State.LIVE).update(state=State.GONE)
    SearchIndex.objects.filter(pk=building.pk).update(state=State.LIVE, finished_at=timezone.now())


def _send_what_was_refused(built: SearchIndex) -> None:
    """Make pending what the new index has refused, or has in an older version than the one before it had."""
    lacking = SearchDocument.objects.filter(Q(built_in__lt=built.pk) | Q(built_version__lt=F("sent_version")))
    pks = list(lacking.filter(sent_version__gt=0).values_list("pk", flat=True))
    free = SearchDocument.objects.unlocked(pks)
    SearchDocument.objects.filter(pk__in=free).update(sent_version=0)


@contextmanager
def _alone() -> Iterator[None]:
    """Open a transaction in which no other process begins or ends an index; SQLite has one writer at a time anyway."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_indices'))")
        yield


def _standing() -> dict[str, list[str]]:
    """List the indices behind our two aliases."""
    with indices.unavailable_if_failing():
        return {alias: indices.indices_of(alias) for alias in (indices.live_alias(), indices.building_alias())}
