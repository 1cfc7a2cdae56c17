"""Is everything that may be found in search as it should be? Three places are compared: objects, projection, engine."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from search.engines import tables
from search.engines.base import EngineUnavailable
from search.engines.choice import embedded
from search.models import SearchDocument, SearchState
from search.projection import bury_lost, bury_unregistered, expected, in_batches, project, unregistered
from search.sources import Source, registry

STATE = "audit"
MOST_NAMED = 20

log = logging.getLogger(__name__)


@dataclass
class Finding:
    """What one comparison found: what should be there and isn't, is there but older, is there and shouldn't be."""

    place: str
    missing: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    ghosts: list[str] = field(default_factory=list)
    trouble: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.stale or self.ghosts or self.trouble)

    def lines(self) -> Iterator[str]:
        """Say it: the numbers, then some names."""
        yield f"{self.place}: {len(self.missing)} missing, {len(self.stale)} stale, {len(self.ghosts)} ghosts"
        for word, uids in (("missing", self.missing), ("stale", self.stale), ("ghost", self.ghosts)):
            yield from (f"  {word}: {uid}" for uid in uids[:MOST_NAMED])
            if len(uids) > MOST_NAMED:
                yield f"  {word}: … and {len(uids) - MOST_NAMED} more"
        if self.trouble:
            yield f"  {self.trouble}"


def audit(*, repair: bool = False) -> list[Finding]:
    """Compare all; `repair` writes to the projection and the outbox alone, and the worker does the rest.

    Costs a reading of every object; nothing is locked but for repairs.
    """
    findings = [_projection(repair=repair), _full_text(repair=repair)]
    if settings.ELASTICSEARCH_URL:
        findings.append(_elasticsearch(repair=repair))
    counts = [
        {"place": one.place, "missing": len(one.missing), "stale": len(one.stale), "ghosts": len(one.ghosts),
         "trouble": one.trouble} for one in findings
    ]  # fmt: skip
    SearchState.objects.update_or_create(name=STATE, defaults={"value": {"repaired": repair, "findings": counts}})
    return findings


def _projection(*, repair: bool) -> Finding:
    """Recompute every document and compare its hash with the row's."""
    finding = Finding("projection", ghosts=list(unregistered().values_list("uid", flat=True)))
    for source in registry:
        for pks in in_batches(source):
            if _compare(finding, source, pks) and repair:
                project(source, pks)
        finding.ghosts += _ghosts(source)
        if repair:
            bury_lost(source)
    if repair:
        bury_unregistered()
    return finding


def _compare(finding: Finding, source: Source, pks: list[object]) -> bool:
    """Compare one batch of objects; tells whether anything differs."""
    items = expected(source, pks)
    rows = dict(
        SearchDocument.objects.of(source.kind, [str(pk) for pk in pks])
        .filter(deleted=False)
        .values_list("uid", "content_hash")
    )
    missing = [uid for uid in items if uid not in rows]
    stale = [uid for uid, item in items.items() if uid in rows and rows[uid] != item.columns["content_hash"]]
    ghosts = [uid for uid in rows if uid not in items]
    finding.missing += missing
    finding.stale += stale
    finding.ghosts += ghosts
    return bool(missing or stale or ghosts)


def _ghosts(source: Source) -> list[str]:
    """List the rows whose objects are not there any more."""
    there = {str(pk) for pks in in_batches(source) for pk in pks}
    rows = SearchDocument.objects.filter(source=source.kind, deleted=False).values_list("uid", "object_pk")
    return [uid for uid, object_pk in rows.iterator() if object_pk not in there]


def _full_text(*, repair: bool) -> Finding:
    """Compare the embedded engine's index with its texts, and make it anew when it is not level."""
    finding = Finding("full text")
    lacking = tables.lacking(connection)
    finding.trouble = f"lacks {', '.join(lacking)}" if lacking else tables.broken(connection)
    if finding.trouble and repair:
        embedded().rebuild()
    return finding


def _elasticsearch(*, repair: bool) -> Finding:
    """Compare uids and versions with the index as of one moment; what changed since or is on its way is left out."""
    from search.engines.elasticsearch import pairs_in_index  # noqa: PLC0415  (heavy, and only where it is used)

    finding = Finding("Elasticsearch")
    began = timezone.now()
    try:
        there = dict(pairs_in_index())
    except EngineUnavailable as error:
        finding.trouble = str(error)
        return finding
    should, known = _settled(began)
    finding.missing = [uid for uid in should if uid not in there]
    finding.stale = [uid for uid, version in should.items() if uid in there and there[uid] != version]
    finding.ghosts = [uid for uid in there if uid not in known]
    if repair:
        _send_again(finding, there)
    return finding


def _settled(began: datetime) -> tuple[dict[str, int], set[str]]:
    """Give the versions of rows delivered in their present version before the audit began, and all uids that may be."""
    should: dict[str, int] = {}
    known: set[str] = set()
    rows = SearchDocument.objects.values_list("uid", "version", "sent_version", "deleted", "changed_at")
    for uid, version, sent, deleted, changed_at in rows.iterator():
        settled = version <= sent and changed_at < began
        if settled and not deleted:
            should[uid] = version
        if not (settled and deleted):
            known.add(uid)
    return should, known


def _send_again(finding: Finding, there: dict[str, int]) -> None:
    """Put what differs back into the outbox, in a version above the one that Elasticsearch has."""
    for uid in [*finding.missing, *finding.stale, *finding.ghosts]:
        rows = SearchDocument.objects.filter(uid=uid)
        version = max(there.get(uid, 0), *rows.values_list("version", flat=True), 0) + 1
        if not rows.update(version=version, next_try_at=None, attempts=0):
            SearchDocument.objects.create(
                uid=uid, source="", object_pk="", kind="", group="", title="", url="", audience="", content_hash="",
                deleted=True, version=version, changed_at=timezone.now(),
            )  # fmt: skip
