"""Keep rows level with objects: lock, read, compare hashes, write only what changed. Signals and actions call this."""

from collections.abc import Collection, Iterable, Mapping

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import override

from cmkc.core.caching import touch
from search.documents import Projected, projected
from search.labels import remember_labels
from search.models import SearchAudience, SearchDocument, SearchFacet
from search.querysets import SearchDocumentQuerySet
from search.sources import Source, registry

OBJECTS_A_BATCH = 200
AREA = "search"
"""The area of the page cache that the result page belongs to."""
BURIED = {
    "title": "", "abbreviation": "", "summary": "", "body": "", "url": "", "audience": "", "facets": {}, "shown": {},
    "words": 0, "content_hash": "", "deleted": True,
}  # fmt: skip
"""A tombstone keeps no text: what was erased is gone from search too."""

_COMPARED = ("pk", "uid", "source", "object_pk", "content_hash", "deleted")


def project(source: Source, object_pks: Collection[object]) -> int:
    """Bring the documents of these objects level with the database and count the rows written.

    Rows are locked before the objects are read, so that of two transactions the later one sees the earlier one's work.
    Unchanged objects cost 2 queries and what the source's `documents` costs, and write nothing.
    Raises: ValueError when a document is malformed or two documents have the same uid.
    """
    with transaction.atomic():
        rows = _locked_rows(source, object_pks)
        items = expected(source, object_pks)
        changed = [item for uid, item in items.items() if uid not in rows or _differs(rows[uid], item)]
        gone = [row.pk for uid, row in rows.items() if uid not in items and not row.deleted]
        _write(changed, rows)
        _bury(gone)
        if changed or gone:
            touch(AREA)
    return len(changed) + len(gone)


def expected(source: Source, object_pks: Collection[object]) -> dict[str, Projected]:
    """Say which documents these objects should have, by uid. Raises: as `project`."""
    items: dict[str, Projected] = {}
    with override(settings.LANGUAGE_CODE):  # whoever wrote it: addresses and words of a row are kept in one language
        for thing in source.queryset().filter(pk__in=object_pks):
            for item in projected(source, thing):
                if item.uid in items:
                    raise ValueError(f"{item.uid}: two documents have this uid; give them different parts")
                items[item.uid] = item
    return items


def in_batches(source: Source) -> Iterable[list[object]]:
    """List the keys of all objects of a source, some hundreds at a time, by key; one query a batch."""
    found = source.queryset().order_by("pk")
    last: object | None = None
    while True:
        page = found if last is None else found.filter(pk__gt=last)
        pks = list(dict.fromkeys(page.values_list("pk", flat=True)[:OBJECTS_A_BATCH]))
        if not pks:
            return
        yield pks
        last = pks[-1]


def bury_lost(source: Source) -> int:
    """Turn the rows of objects that are not there any more into tombstones; counts them."""
    there = {str(pk) for pks in in_batches(source) for pk in pks}
    rows = SearchDocument.objects.filter(source=source.kind, deleted=False).values_list("pk", "object_pk")
    return _bury_all([pk for pk, object_pk in rows.iterator() if object_pk not in there])


def unregistered() -> SearchDocumentQuerySet:
    """List the rows of kinds that no app registers any more."""
    return SearchDocument.objects.filter(deleted=False).exclude(source__in=registry.names())


def bury_unregistered() -> int:
    """Turn the rows of kinds that no app registers any more into tombstones; counts them."""
    return _bury_all(list(unregistered().values_list("pk", flat=True)))


def _bury_all(pks: list[int]) -> int:
    with transaction.atomic():
        _bury(pks)
        if pks:
            touch(AREA)
    return len(pks)


def _locked_rows(source: Source, object_pks: Collection[object]) -> dict[str, SearchDocument]:
    """Lock and read the rows of these objects, always in the same order."""
    rows = SearchDocument.objects.of(source.kind, [str(pk) for pk in object_pks]).only(*_COMPARED)
    return {row.uid: row for row in rows.select_for_update().order_by("pk")}


def _differs(row: SearchDocument, item: Projected) -> bool:
    return row.deleted or any(
        getattr(row, name) != item.columns[name] for name in ("content_hash", "source", "object_pk")
    )


def _write(items: list[Projected], rows: Mapping[str, SearchDocument]) -> None:
    """Insert and update rows, their facets and what goes with them."""
    if not items:
        return
    _open_to_principals({item.columns["audience"] for item in items})
    made = _insert([item for item in items if item.uid not in rows])
    pks: dict[str, int] = {}
    overtaken = []
    for item in items:
        row = rows.get(item.uid) or made[item.uid]
        pks[item.uid] = row.pk
        if item.uid in rows or _differs(row, item):
            overtaken.append(item)
    _update(overtaken, pks)
    _replace_facets(items, pks)
    remember_labels(items)


def _insert(items: list[Projected]) -> dict[str, SearchDocument]:
    """Insert new rows. A row that another transaction inserted meanwhile is found and locked, and then updated."""
    if not items:
        return {}
    now = timezone.now()
    fresh = [SearchDocument(**item.columns, changed_at=now) for item in items]
    SearchDocument.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=200)
    rows = SearchDocument.objects.filter(uid__in=[item.uid for item in items]).only(*_COMPARED)
    return {row.uid: row for row in rows.select_for_update().order_by("pk")}


def _update(items: list[Projected], pks: Mapping[str, int]) -> None:
    """Write changed rows: a new version, and a fresh start with delivery."""
    now = timezone.now()
    for item in items:
        SearchDocument.objects.filter(pk=pks[item.uid]).update(
            **item.columns, deleted=False, version=F("version") + 1, changed_at=now,
            attempts=0, next_try_at=None, last_error="",
        )  # fmt: skip


def _bury(pks: list[int]) -> None:
    """Turn rows into tombstones, which the worker carries to Elasticsearch as deletes."""
    if not pks:
        return
    for start in range(0, len(pks), 500):
        some = pks[start : start + 500]
        SearchDocument.objects.filter(pk__in=some).update(
            **BURIED, version=F("version") + 1, changed_at=timezone.now(), attempts=0, next_try_at=None, last_error=""
        )
        SearchFacet.objects.filter(document__in=some).delete()


def _replace_facets(items: list[Projected], pks: Mapping[str, int]) -> None:
    """Write the facet rows of these documents; the kind is a facet like the others."""
    SearchFacet.objects.filter(document__in=[pks[item.uid] for item in items]).delete()
    SearchFacet.objects.bulk_create(
        [
            SearchFacet(document_id=pks[item.uid], field=field, value=value)
            for item in items
            for field, values in {"kind": [item.columns["kind"]], **item.columns["facets"]}.items()
            for value in values
        ],
        batch_size=500,
    )


def _open_to_principals(names: set[str]) -> None:
    """Note which principals open these sets of audiences; 1 query unless a set is new."""
    new = names - set(SearchAudience.objects.filter(names__in=names).values_list("names", flat=True)) - {""}
    if new:
        pairs = [(principal, whole) for whole in sorted(new) for principal in whole.split(" ")]
        rows = [SearchAudience(principal=principal, names=whole) for principal, whole in pairs]
        SearchAudience.objects.bulk_create(rows, ignore_conflicts=True)
