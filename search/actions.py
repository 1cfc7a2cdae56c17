"""Writes of search that other apps call: an object changed without a signal, or many at once."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import Model

from search.projection import OBJECTS_A_BATCH, project
from search.sources import Source, registry, sources_of

_gathered: ContextVar[dict[str, set[object]] | None] = ContextVar("search_gathered", default=None)


def stale(*things: Model) -> None:
    """Bring the documents of these objects level with the database, in the transaction that changed them.

    Saves and deletes are heard by themselves; call this after `update()`, `bulk_create()` and `bulk_update()`, and for
    the object that shows what was changed elsewhere (the course of a lesson). An object that isn't searchable, and one
    whose documents did not change, writes nothing. Raises: ValueError when a document is malformed.
    """
    pks: dict[str, set[object]] = defaultdict(set)
    for thing in things:
        for source in sources_of(type(thing)):
            pks[source.kind].add(thing.pk)
    touch(pks)


def touch(pks: dict[str, set[object]]) -> None:
    """Do what `stale` does for keys by source; inside `gathering` it only notes them."""
    waiting = _gathered.get()
    for kind, some in pks.items():
        if waiting is None:
            _project(registry[kind], some)
        else:
            waiting.setdefault(kind, set()).update(some)


@contextmanager
def gathering() -> Iterator[None]:
    """Project what the block changes once, in batches at its end, in one transaction with it; for bulk loading.

    When the block raises, its transaction is undone and nothing is projected.
    """
    if _gathered.get() is not None:
        yield
        return
    waiting: dict[str, set[object]] = {}
    token = _gathered.set(waiting)
    try:
        with transaction.atomic():
            yield
            for kind, pks in waiting.items():
                _project(registry[kind], pks)
    finally:
        _gathered.reset(token)


def _project(source: Source, pks: set[object]) -> None:
    """Project in batches, always in the same order, so that two transactions don't wait for each other in a circle."""
    ordered = sorted(pks, key=str)
    for start in range(0, len(ordered), OBJECTS_A_BATCH):
        project(source, ordered[start : start + OBJECTS_A_BATCH])
