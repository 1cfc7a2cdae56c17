"""A statement as it is shown: with what it rests on, how far it can be relied on, and its date.

Pages, search and files all show an `Answer`, so none of them can leave out source, date or confidence.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_noop as _

from cmkc.core import references
from cmkc.core.addresses import address
from cmkc.core.assembly import say
from cmkc.core.facts import Confidence
from cmkc.core.prepared import prepared
from cmkc.core.references import Referent, Target
from cmkc.regulatory.confidence import Grade, grade
from cmkc.regulatory.models import Evidence, SearchRecord, Statement, Verification
from cmkc.regulatory.moments import Moment
from cmkc.regulatory.sources import Piece, Source, pieces_of, read_pieces, source_of
from cmkc.regulatory.vocabulary import Basis, Role, State

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@dataclass
class Answer:
    """A statement with everything that must be shown beside it."""

    statement: Statement
    sources: list[Source]
    grade: Grade
    search: SearchRecord | None = None
    verifications: list[Verification] = field(default_factory=list)

    @property
    def basis(self) -> Basis:
        """Give the statement's basis as a word of the vocabulary."""
        return Basis(self.statement.basis)

    @property
    def is_draft(self) -> bool:
        """Tell whether this waits in the verification queue."""
        return self.statement.state == State.DRAFT

    @property
    def imported(self) -> bool:
        """Tell whether it came with the content files rather than from a person here."""
        return self.statement.recorded_by_id is None

    @property
    def shipped(self) -> str:
        """Say how the content files know it, "" for what was recorded here."""
        known = self.statement.shipped_confidence
        return str(Confidence(known).label) if known else ""

    @cached_property
    def date(self) -> str:
        """Give the date shown beside it: valid from, else the source's year, else the day it was looked up."""
        if self.statement.valid_from:
            return str(self.statement.valid_from)
        year = next((source.year for source in self.sources if source.year), None)
        return str(year or self.statement.looked_up_on or self.statement.recorded_from.date())

    @cached_property
    def date_says(self) -> str:
        """Say what the date shown is the date of."""
        if self.statement.valid_from:
            return say(_("valid from"))
        if any(source.year for source in self.sources):
            return say(_("source of"))
        return say(_("as of"))

    @property
    def first(self) -> Source | None:
        """Give the source that a short line names: a page that was read, else an instrument."""
        return self.sources[0] if self.sources else None


def ground() -> list[str | Prefetch]:
    """Name what stands beside a statement, for `prefetch_related`: 3 queries for any number of statements."""
    return [Prefetch("evidence", Evidence.objects.for_showing()), "search", "verifications"]


def answers_to(
    statements: Iterable[Statement], moment: Moment, reader: "User | AnonymousUser | None" = None
) -> list[Answer]:
    """Add to statements what is shown beside them, in their order.

    3 queries for any number of statements and 2 more where instruments and clauses are cited; one less when they come
    `with_search`, none when they come with their `ground`; and one for each other app whose things are cited.
    """
    rows = list(statements)
    beside = _Beside.prefetched(rows) if all(map(_has_ground, rows)) else _Beside.read(rows)
    elsewhere = _elsewhere(beside, reader or AnonymousUser())
    known, instruments = moment.known_at or timezone.now(), address("regulatory:instruments")
    answers = []
    for row in rows:
        sources = [source_of(piece, elsewhere, instruments) for piece in beside.evidence.get(row.pk, ())]
        checks = [check for check in beside.checks.get(row.pk, ()) if check.recorded_at <= known]
        answers.append(Answer(row, sources, _grade(row, sources, checks, known), beside.searches.get(row.pk), checks))
    return answers


@dataclass(frozen=True)
class _Beside:
    """What stands beside a set of statements, by the statement's primary key."""

    evidence: dict[int, list[Piece]]
    searches: dict[int, SearchRecord]
    checks: dict[int, list[Verification]]

    @classmethod
    def prefetched(cls, rows: list[Statement]) -> "_Beside":
        """Take what came with the statements; no query."""
        return cls(
            {row.pk: list(pieces_of(row.evidence.all())) for row in rows},
            {row.pk: row.search for row in rows if hasattr(row, "search")},
            {row.pk: list(row.verifications.all()) for row in rows},
        )

    @classmethod
    def read(cls, rows: list[Statement]) -> "_Beside":
        """Read it; 3 queries, 2 when the searches are here already."""
        keys = [row.pk for row in rows]
        evidence: dict[int, list[Piece]] = defaultdict(list)
        for piece in read_pieces(keys):
            evidence[piece.statement_id].append(piece)
        checks: dict[int, list[Verification]] = defaultdict(list)
        for check in _checks(keys):
            checks[check.statement_id].append(check)
        return cls(evidence, _searches(rows, keys), checks)


def _searches(rows: list[Statement], keys: list[int]) -> dict[int, SearchRecord]:
    """Give the search of each statement that has one; no query when they came `with_search`."""
    if all(map(Statement.search.is_cached, rows)):
        return {row.pk: row.search for row in rows if hasattr(row, "search")}
    return {search.statement_id: search for search in _searches_of(keys)}


@prepared
def _searches_of(statements: Any) -> QuerySet[SearchRecord]:
    """Read the searches that were made before statements."""
    return SearchRecord.objects.filter(statement__in=statements)


@prepared
def _checks(statements: Any) -> QuerySet[Verification]:
    """Read who checked statements."""
    return Verification.objects.filter(statement__in=statements)


def _has_ground(statement: Statement) -> bool:
    """Tell whether a statement came with its `ground`."""
    return "evidence" in getattr(statement, "_prefetched_objects_cache", {})


def _grade(statement: Statement, sources: list[Source], checks: list[Verification], known: datetime) -> Grade:
    """Grade a statement from what was known at a moment; no query."""
    return grade(
        imported=statement.recorded_by_id is None,
        verifications=checks,
        stages=[source.stage for source in sources if source.stage and source.role == Role.SUPPORTS],
        on=known.date(),
    )


def _elsewhere(beside: _Beside, reader: "User | AnonymousUser") -> dict[Target, Referent]:
    """Find what other apps keep; a query for each kind that is cited at all."""
    targets = {piece.target for several in beside.evidence.values() for piece in several if piece.key}
    return references.resolve(filter(None, targets), reader) if targets else {}
