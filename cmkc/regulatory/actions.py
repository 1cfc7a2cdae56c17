"""Writing to the record: a row is added, another is closed, and nothing is ever changed."""

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cmkc.core import audit, references
from cmkc.core.notices import CHANGED, PUBLISHED, announce
from cmkc.core.partial_date import PartialDate
from cmkc.core.references import Target
from cmkc.regulatory.entries import Entry, check_entry, entry_of, overlap
from cmkc.regulatory.models import Change, Evidence, InstrumentVersion, Jurisdiction, SearchRecord, Statement
from cmkc.regulatory.vocabulary import ChangeKind, EvidenceKind, Nature, Reason, State
from search.actions import gathering, stale

if TYPE_CHECKING:
    from cmkc.accounts.models import User

REASON_KINDS = {
    Reason.FIRST: ChangeKind.ADDED,
    Reason.LAW_CHANGED: ChangeKind.LAW_CHANGED,
    Reason.CORRECTED: ChangeKind.CORRECTED,
    Reason.REVERIFIED: ChangeKind.REVERIFIED,
    Reason.TRANSLATED: ChangeKind.TRANSLATED,
    Reason.WITHDRAWN: ChangeKind.WITHDRAWN,
}
INSTANT = datetime.timedelta(microseconds=1)
"""The smallest step of a database's clock: two rows of a cell are never recorded at the same moment."""


@dataclass(frozen=True, slots=True)
class Signatures:
    """Who wrote a statement and who approved it; nobody did when it was imported."""

    by: "User | None" = None
    approved_by: "User | None" = None


@transaction.atomic
def record_statement(
    entry: Entry,
    *,
    replaces: Statement | None = None,
    by: "User | None" = None,
    approved_by: "User | None" = None,
) -> Statement:
    """Add a statement to the record and close the one it replaces; without `by` it counts as imported.

    A draft about a published statement leaves that one standing, unless it withdraws it.
    Raises: ValidationError, in sentences, when a rule is broken, when another statement of the same scope holds at the
    same time, or when somebody else closed `replaces` first. Cost: about 12 queries.
    """
    moment = _moment_for(entry)
    with gathering():
        if replaces is not None and _closes(entry, replaces):
            _close(replaces, moment)
        statement = _insert(entry, moment, Signatures(by, approved_by), replaces)
        _list_change(statement, replaces)
    record_citations(statement)
    return statement


@transaction.atomic
def record_change_of_law(
    old: Statement, entry: Entry, *, by: "User | None" = None, approved_by: "User | None" = None
) -> Statement:
    """Record that the law became another on `entry.valid_from`: `old` holds until then, the entry from then on.

    Raises: ValidationError when the entry has no start, or as `record_statement`. Cost: about 20 queries.
    """
    if entry.valid_from is None:
        raise ValidationError(_("Give the day on which the law changed."), code="start-missing")
    signed = Signatures(by, approved_by)
    moment = _moment_for(entry)
    with gathering():
        _close(old, moment)
        _insert(entry_of(old, valid_to=entry.valid_from, reason=Reason.LAW_CHANGED), moment, signed, old)
        statement = _insert(entry, moment, signed, old)
        _list_change(statement, old)
    record_citations(statement)
    return statement


def list_dates_of(version: InstrumentVersion) -> None:
    """Bring the list of changes level with a version's dates; 3 queries."""
    Change.objects.filter(version=version).delete()
    dates = [(ChangeKind.PUBLISHED, version.published)]
    if version.effective_from != version.published:
        dates.append((ChangeKind.EFFECTIVE, version.effective_from))
    Change.objects.bulk_create(
        Change(
            day=day, nature=Nature.LAW, kind=kind, version=version, jurisdiction_id=version.instrument.jurisdiction_id
        )
        for kind, day in dates
        if day
    )


def record_citations(statement: Statement) -> None:
    """Write down which instruments, publications and approvals a cell cites now; 2 to 4 queries."""
    cell = f"{statement.jurisdiction.code}/{statement.topic.slug}"
    pieces = Evidence.objects.filter(statement__in=Statement.objects.of_cell(*cell.split("/")).current().published())
    references.record(
        Target("cell", cell),
        filter(None, map(_cited, pieces.select_related("instrument", "clause__version__instrument"))),
    )


def _cited(piece: Evidence) -> Target | None:
    """Name what a piece of evidence cites; a page that was read is nobody's."""
    if piece.kind == EvidenceKind.INSTRUMENT and piece.instrument:
        return Target("instrument", piece.instrument.code)
    if piece.kind == EvidenceKind.CLAUSE and piece.clause:
        return Target("instrument", piece.clause.version.instrument.code, piece.clause.locator)
    if piece.kind == EvidenceKind.PAGE:
        return None
    return Target("ref" if piece.kind == EvidenceKind.PUBLICATION else "approval", piece.key)


def _insert(entry: Entry, moment: datetime.datetime, signed: Signatures, replaces: Statement | None) -> Statement:
    """Check an entry and add its row, with what it rests on, recorded from `moment`. Raises: ValidationError."""
    check_entry(entry)
    _check_signatures(entry, signed)
    _refuse_overlap(entry)
    statement = entry.row()
    statement.recorded_from, statement.supersedes = moment, replaces
    statement.recorded_by, statement.approved_by = signed.by, signed.approved_by
    statement.save(force_insert=True)
    Evidence.objects.bulk_create(piece.row(statement, order) for order, piece in enumerate(entry.evidence))
    if entry.search:
        SearchRecord.objects.create(statement=statement, **vars(entry.search))
    audit.record("regulatory.statement.recorded", statement, by=signed.by, data=_audited(statement))
    return statement


def _check_signatures(entry: Entry, signed: Signatures) -> None:
    """Check that a person's statement is published by two people. Raises: ValidationError."""
    if entry.state == State.PUBLISHED and signed.by is not None and signed.approved_by in {None, signed.by}:
        raise ValidationError(_("A second person must approve a statement before it is published."), code="one-person")


def _moment_for(entry: Entry) -> datetime.datetime:
    """Wait for other writers of the jurisdiction; give the present, or the moment after the cell's latest row."""
    Jurisdiction.objects.select_for_update().get(pk=entry.jurisdiction.pk)  # SQLite has one writer anyway
    rows = Statement.objects.filter(jurisdiction=entry.jurisdiction, topic=entry.topic)
    latest = rows.aggregate(latest=Max("recorded_from"))["latest"]
    present = timezone.now()
    return present if latest is None or latest < present else latest + INSTANT


def _closes(entry: Entry, replaced: Statement) -> bool:
    """Tell whether the entry ends what it replaces; a draft about a published statement only proposes."""
    proposes = entry.state == State.DRAFT and replaced.state == State.PUBLISHED
    return not proposes or entry.reason == Reason.WITHDRAWN


def _close(statement: Statement, moment: datetime.datetime) -> None:
    """End a row in the record. Raises: ValidationError when somebody was first."""
    if not Statement.objects.filter(pk=statement.pk, recorded_to=None).update(recorded_to=moment):
        raise ValidationError(
            _("Somebody else has changed this statement since you opened it. Compare with theirs and try again."),
            code="changed-meanwhile",
        )
    statement.recorded_to = moment
    stale(statement)


def _refuse_overlap(entry: Entry) -> None:
    """Refuse a second answer to one question on one day, and a second draft. Raises: ValidationError that names it."""
    rows = Statement.objects.current().filter(jurisdiction=entry.jurisdiction, topic=entry.topic, **entry.scope)
    other = overlap(entry, rows.filter(state=entry.state))
    if other is None:
        return
    if entry.state == State.DRAFT:
        raise ValidationError(
            _("A draft for this cell and scope is waiting already; work on that one."), code="draft-waits"
        )
    raise ValidationError(
        _(
            "For %(jurisdiction)s, “%(topic)s” already has a statement that holds from %(begin)s until %(end)s. "
            "End it first, or choose a period that does not overlap."
        ),
        code="overlap",
        params={
            "jurisdiction": entry.jurisdiction,
            "topic": entry.topic,
            "begin": other.valid_from or _("an unknown date"),
            "end": other.valid_to or _("further notice"),
        },
    )


def _list_change(statement: Statement, replaced: Statement | None) -> None:
    """Add a line to the list of changes, but for drafts and for what the first import brought."""
    reason = Reason(statement.reason)
    told = replaced if reason == Reason.WITHDRAWN else statement
    if told is None or told.state != State.PUBLISHED or (reason == Reason.FIRST and statement.recorded_by is None):
        return
    law = reason == Reason.LAW_CHANGED
    day = (statement.valid_from if law else None) or PartialDate(statement.recorded_from)
    change = Change.objects.create(
        day=day,
        nature=Nature.LAW if law else Nature.RECORD,
        kind=REASON_KINDS[reason],
        jurisdiction=statement.jurisdiction,
        statement=told,
    )
    topic = statement.topic.slug
    announce(
        PUBLISHED if reason == Reason.FIRST else CHANGED,
        ("cell", f"{statement.jurisdiction.code}/{topic}"),
        f"regulatory-change:{change.pk}",
        also=[("question", topic), ("jurisdiction", statement.jurisdiction.code)],
        by=statement.recorded_by_id,
    )


def _audited(statement: Statement) -> dict[str, object]:
    """Say in ids and words of the vocabulary what was recorded."""
    return {
        "cell": f"{statement.jurisdiction.code}/{statement.topic.slug}",
        "state": statement.state,
        "reason": statement.reason,
        "replaces": statement.supersedes_id,
        "approved_by": statement.approved_by_id,
    }
