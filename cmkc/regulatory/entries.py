"""A statement as somebody hands it in: what it says, what it rests on, and the rules that it must keep."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cmkc.core.facts import Confidence
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.models import Clause, Evidence, Instrument, Jurisdiction, Statement, Topic
from cmkc.regulatory.querysets import WHOLE_SCOPE
from cmkc.regulatory.vocabulary import Basis, EvidenceKind, Position, Reason, Role, State

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing that the statement rests on; which fields are given follows from its kind."""

    kind: EvidenceKind
    role: Role = Role.SUPPORTS
    clause: Clause | None = None
    instrument: Instrument | None = None
    key: str = ""
    title: str = ""
    body: str = ""
    year: int | None = None
    url: str = ""
    locator: str = ""

    def row(self, statement: Statement, order: int) -> Evidence:
        """Make the row of this piece, not saved."""
        return Evidence(statement=statement, order=order, **vars(self))

    @classmethod
    def of(cls, row: Evidence) -> "Piece":
        """Take a recorded piece as it stands, to record it again beside another statement."""
        fields = {name: getattr(row, name) for name in cls.__dataclass_fields__}
        return cls(**fields | {"kind": EvidenceKind(row.kind), "role": Role(row.role)})


@dataclass(frozen=True, kw_only=True)
class Search:
    """What was searched, when and by whom."""

    what: str
    searched_on: datetime.date
    searched_by: str
    person: "User | None" = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A statement that is to be recorded."""

    jurisdiction: Jurisdiction
    topic: Topic
    basis: Basis
    summary: str
    position: Position | str = ""
    conditions: str = ""
    scope: dict[str, str] = field(default_factory=lambda: dict(WHOLE_SCOPE))
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    state: State = State.DRAFT
    reason: Reason = Reason.FIRST
    looked_up_on: datetime.date | None = None
    shipped_confidence: Confidence | str = ""
    note: str = ""
    evidence: tuple[Piece, ...] = ()
    search: Search | None = None

    def row(self) -> Statement:
        """Make the row, not saved and not signed."""
        given = {name: value for name, value in vars(self).items() if name not in {"scope", "evidence", "search"}}
        return Statement(**given, **self.scope)


def entry_of(statement: Statement, **changes: object) -> Entry:
    """Take a recorded statement with its evidence as an entry, with `changes`; 2 queries."""
    names = set(Entry.__dataclass_fields__) - {"scope", "evidence", "search"}
    found = getattr(statement, "search", None)
    taken: dict[str, object] = {name: getattr(statement, name) for name in names} | {
        "scope": statement.scope,
        "evidence": tuple(Piece.of(row) for row in statement.evidence.all()),
        "search": found
        and Search(what=found.what, searched_on=found.searched_on, searched_by=found.searched_by, person=found.person),
    }
    return Entry(**taken | changes)  # type: ignore[arg-type]


def check_entry(entry: Entry) -> None:
    """Check what an entry must have by itself. Raises: ValidationError with a sentence and a code for each rule.

    Only what is to be published must rest on something; a draft may still lack it.
    """
    errors = [*_check_words(entry)]
    if entry.state == State.PUBLISHED:
        errors += _check_ground(entry)
    if errors:
        raise ValidationError(errors)


def _check_words(entry: Entry) -> Iterable[ValidationError]:
    """Check the text, the conditions and the dates."""
    if not entry.summary.strip():
        yield ValidationError(_("Say in a sentence or two what holds."), code="summary-missing")
    if entry.position == Position.CONDITIONAL and not entry.conditions.strip():
        yield ValidationError(_("Name the conditions under which this is permitted."), code="conditions-missing")
    begin, end = _period(entry)
    if end <= begin:
        yield ValidationError(_("The statement ends before it begins; correct one of the dates."), code="period-empty")


def _check_ground(entry: Entry) -> Iterable[ValidationError]:
    """Check that a statement to be published rests on something that somebody read or searched."""
    if entry.shipped_confidence == Confidence.GENERAL:
        yield ValidationError(
            _("Nobody has read a source for this statement yet; it stays in the verification queue."), code="unchecked"
        )
    if entry.basis == Basis.NONE_FOUND:
        if entry.search is None:
            yield ValidationError(_("Say what was searched, when and by whom."), code="search-missing")
    elif not any(piece.role == Role.SUPPORTS for piece in entry.evidence):
        yield ValidationError(_("Name at least one source that supports the statement."), code="evidence-missing")


def overlap(entry: Entry, others: Iterable[Statement]) -> Statement | None:
    """Find a statement of the same cell and scope that holds on a day on which the entry does too."""
    begin, end = _period(entry)
    for other in others:
        other_begin, other_end = _period(other)
        if other_begin < end and begin < other_end:
            return other
    return None


def _period(said: Any) -> tuple[datetime.date, datetime.date]:
    """Give the first day on which an entry or statement holds, and the first on which it no longer does."""
    begin = said.valid_from.earliest if said.valid_from else datetime.date.min
    return begin, said.valid_to.earliest if said.valid_to else datetime.date.max
