"""A statement as it is shown: with what it rests on, how far it can be relied on, and its date.

Pages, search and files all show an `Answer`, so none of them can leave out source, date or confidence.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from cmkc.core import references
from cmkc.core.facts import Confidence
from cmkc.core.references import Referent, Target
from cmkc.regulatory.confidence import Grade, grade
from cmkc.regulatory.models import Evidence, SearchRecord, Statement, Verification
from cmkc.regulatory.moments import Moment
from cmkc.regulatory.vocabulary import NO_LONGER_CURRENT, Basis, EvidenceKind, Role, Stage, State

if TYPE_CHECKING:
    from cmkc.accounts.models import User

KINDS_ELSEWHERE = {EvidenceKind.PUBLICATION: "ref", EvidenceKind.APPROVAL: "approval"}
"""Evidence that another app keeps, and the kind under which it is found there."""


@dataclass(frozen=True, slots=True)
class Source:
    """One thing that a statement rests on, as it is shown and exported."""

    kind: str
    role: str
    title: str
    body: str = ""
    year: int | None = None
    url: str = ""
    """Address of the source itself, "" when it has none."""
    page: str = ""
    """Address of its page on this site, "" when it has none."""
    locator: str = ""
    stage: str = ""
    quote: str = ""
    language: str = ""
    translation: str = ""

    @property
    def kind_label(self) -> str:
        """Name the kind in the reader's language."""
        return str(EvidenceKind(self.kind).label)

    @property
    def role_label(self) -> str:
        """Say what it does to the statement, in the reader's language."""
        return str(Role(self.role).label)

    @property
    def stage_label(self) -> str:
        """Name the instrument's stage in the reader's language, "" for anything else."""
        return str(Stage(self.stage).label) if self.stage else ""

    @property
    def is_past(self) -> bool:
        """Tell whether this is an instrument that nothing current can rest on alone."""
        return self.stage in NO_LONGER_CURRENT


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
            return _("valid from")
        if any(source.year for source in self.sources):
            return _("source of")
        return _("as of")

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

    3 queries for any number of statements, none when they come with their `ground`, and one for each other app whose
    things are cited (library, approvals).
    """
    rows = list(statements)
    beside = _Beside.prefetched(rows) if all(map(_has_ground, rows)) else _Beside.read(rows)
    elsewhere = _elsewhere(beside, reader or AnonymousUser())
    return [_answer(row, beside, moment, elsewhere) for row in rows]


@dataclass(frozen=True)
class _Beside:
    """What stands beside a set of statements, by the statement's primary key."""

    evidence: dict[int, list[Evidence]]
    searches: dict[int, SearchRecord]
    checks: dict[int, list[Verification]]

    @classmethod
    def prefetched(cls, rows: list[Statement]) -> "_Beside":
        """Take what came with the statements; no query."""
        return cls(
            {row.pk: list(row.evidence.all()) for row in rows},
            {row.pk: row.search for row in rows if hasattr(row, "search")},
            {row.pk: list(row.verifications.all()) for row in rows},
        )

    @classmethod
    def read(cls, rows: list[Statement]) -> "_Beside":
        """Read it; 3 queries. Half the time of `prefetch_related`, which makes a queryset for each statement."""
        keys = [row.pk for row in rows]
        evidence: dict[int, list[Evidence]] = defaultdict(list)
        for piece in Evidence.objects.filter(statement__in=keys).for_showing():
            evidence[piece.statement_id].append(piece)
        checks: dict[int, list[Verification]] = defaultdict(list)
        for check in Verification.objects.filter(statement__in=keys):
            checks[check.statement_id].append(check)
        searches = {search.statement_id: search for search in SearchRecord.objects.filter(statement__in=keys)}
        return cls(evidence, searches, checks)


def _has_ground(statement: Statement) -> bool:
    """Tell whether a statement came with its `ground`."""
    return "evidence" in getattr(statement, "_prefetched_objects_cache", {})


def _answer(statement: Statement, beside: _Beside, moment: Moment, elsewhere: dict[Target, Referent]) -> Answer:
    """Put together one statement; no query."""
    known = moment.known_at or timezone.now()
    checks = [check for check in beside.checks.get(statement.pk, ()) if check.recorded_at <= known]
    sources = [_source(piece, elsewhere) for piece in beside.evidence.get(statement.pk, ())]
    given = grade(
        imported=statement.recorded_by_id is None,
        verifications=checks,
        stages=[source.stage for source in sources if source.stage and source.role == Role.SUPPORTS],
        on=known.date(),
    )
    return Answer(statement, sources, given, beside.searches.get(statement.pk), checks)


def _source(piece: Evidence, elsewhere: dict[Target, Referent]) -> Source:
    """Turn one piece of evidence into what is shown of it; no query when it comes from `for_showing`."""
    if piece.kind in KINDS_ELSEWHERE:
        return _source_elsewhere(piece, elsewhere)
    if piece.kind == EvidenceKind.PAGE:
        return Source(piece.kind, piece.role, piece.title, piece.body, piece.year, piece.url, locator=piece.locator)
    instrument = piece.instrument or piece.clause.version.instrument  # type: ignore[union-attr]
    clause = piece.clause
    return Source(
        kind=piece.kind,
        role=piece.role,
        title=instrument.short,
        body=instrument.body,
        url=instrument.url,
        page=instrument.get_absolute_url(),
        locator=clause.locator if clause else piece.locator,
        stage=piece.stage or "",
        quote=clause.quote if clause else "",
        language=clause.language if clause else "",
        translation=clause.translation if clause else "",
    )


def _source_elsewhere(piece: Evidence, elsewhere: dict[Target, Referent]) -> Source:
    """Show what another app keeps; what the reader may not see there is named by its key alone."""
    found = elsewhere.get(Target(KINDS_ELSEWHERE[EvidenceKind(piece.kind)], piece.key))
    title, page = (found.title, found.url) if found else (piece.key, "")
    return Source(piece.kind, piece.role, title, piece.body, piece.year, page=page, locator=piece.locator)


def _elsewhere(beside: _Beside, reader: "User | AnonymousUser") -> dict[Target, Referent]:
    """Find what other apps keep; a query for each kind that is cited at all."""
    pieces = (piece for several in beside.evidence.values() for piece in several if piece.key)
    targets = {Target(KINDS_ELSEWHERE[EvidenceKind(piece.kind)], piece.key) for piece in pieces}
    return references.resolve(targets, reader) if targets else {}
