"""Load the shipped statements into the record. The import is no person: what it brings is D at best."""

import datetime
import re
from pathlib import Path
from typing import Any

from cmkc.core.content_dates import as_of
from cmkc.core.content_files import Faults
from cmkc.core.facts import Confidence
from cmkc.core.importing import Row
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory import content_checks as checks
from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.entries import Entry, Piece, Search, entry_of
from cmkc.regulatory.models import Instrument, Jurisdiction, Statement, Topic
from cmkc.regulatory.querysets import WHOLE_SCOPE, StatementQuerySet
from cmkc.regulatory.vocabulary import Basis, EvidenceKind, Reason, State

SEARCHED_BY = "editors, before import"
EDITOR = "editor"
"""The issuing body of a source that is nobody's document: what the editors know, or a search that nobody logged."""
LOADED = (
    "basis",
    "position",
    "summary",
    "conditions",
    "valid_from",
    "valid_to",
    "state",
    "shipped_confidence",
    "note",
)
PIECE = ("kind", "instrument__code", "title", "body", "year", "url", "locator")
SENTENCE = re.compile(r"(?:[^.]|\.(?!\s|$))*\.?")
SEARCHED = re.compile(r"\bsearch(?:ed)?(?: on| of)? (\d{4}-\d{2}-\d{2}|\d{1,2} [A-Z][a-z]+ \d{4})", re.IGNORECASE)


def read_statements(folder: Path, report: Faults) -> list[Row]:
    """List the statements, each with the day on which the file says it was looked up."""
    found = checks.statements(folder, report)
    day = as_of(folder, checks.STATEMENTS)
    return [Row(record["id"], record | {"as_of": day}, checks.STATEMENTS) for record in found]


def apply_statement(row: Row) -> None:
    """Record one statement, or what the file now says instead; a file that says the same adds nothing."""
    entry = _entry(row.data)
    current = _imported(row.key).first()
    if current is None:
        record_statement(entry)
        return
    withdrawn = current.state == State.PUBLISHED and entry.state == State.DRAFT
    reason = Reason.WITHDRAWN if withdrawn else Reason.CORRECTED
    if vars(entry_of(current, reason=entry.reason)) != vars(entry):
        record_statement(_entry(row.data, reason=reason), replaces=current)


def fingerprint_statement(key: str) -> dict[str, Any] | None:
    """Give what the record now says for the whole scope of a cell; 4 queries.

    A row that a person recorded, or a second one, makes it another, so that a later load leaves the cell alone.
    """
    rows = list(_standing(key))
    if not rows:
        return None
    statement = rows[0]
    search = getattr(statement, "search", None)
    pieces = statement.evidence.order_by("order").values_list(*PIECE)
    return {name: getattr(statement, name) for name in LOADED} | {
        "rows": len(rows),
        "recorded_here": any(row.recorded_by_id for row in rows),
        "looked_up_on": statement.looked_up_on and statement.looked_up_on.isoformat(),
        "evidence": [list(piece) for piece in pieces],
        "search": [search.what, search.searched_on.isoformat(), search.searched_by] if search else None,
    }


def _standing(key: str) -> StatementQuerySet:
    """Give the rows that now stand for the whole scope of a cell, of whatever state."""
    code, _dashes, slug = key.partition("--")
    rows: StatementQuerySet = Statement.objects.current().of_cell(code, slug).filter(**WHOLE_SCOPE)
    return rows.order_by("pk")


def _imported(key: str) -> StatementQuerySet:
    """Give those of them that the import brought."""
    return _standing(key).filter(recorded_by=None).select_related("jurisdiction", "topic")


def _entry(data: dict[str, Any], *, reason: Reason = Reason.FIRST) -> Entry:
    """Turn a record of the file into an entry. `status` is the basis; the position is for editors to fill in."""
    day = datetime.date.fromisoformat(data["as_of"]) if data["as_of"] else None
    unchecked = data["confidence"] == Confidence.GENERAL
    nobody = data["source"]["issuing_body"] == EDITOR
    return Entry(
        jurisdiction=Jurisdiction.objects.get(code=data["jurisdiction"]),
        topic=Topic.objects.get(slug=data["topic"]),
        basis=Basis(data["status"]),
        summary=data["summary"],
        valid_from=PartialDate(data["date"]) if data["date"] else None,
        state=State.DRAFT if unchecked else State.PUBLISHED,
        reason=reason,
        looked_up_on=day,
        shipped_confidence=Confidence(data["confidence"]),
        note=data["source"]["title"] if nobody else "",
        evidence=tuple(_pieces(data)),
        search=_search(data, day) if data["status"] == Basis.NONE_FOUND and not unchecked else None,
    )


def _pieces(data: dict[str, Any]) -> list[Piece]:
    """Give what the statement rests on: the page that was read, then the instruments it names."""
    source = data["source"]
    pieces = []
    if source["issuing_body"] != EDITOR:
        pieces.append(
            Piece(
                kind=EvidenceKind.PAGE,
                title=source["title"],
                body=source["issuing_body"] or "",
                year=source["year"],
                url=source["url"] or "",
                locator=data["clause"] or "",
            )
        )
    found = {instrument.code: instrument for instrument in Instrument.objects.filter(code__in=data["instruments"])}
    named = [found[code] for code in data["instruments"]]
    return pieces + [Piece(kind=EvidenceKind.INSTRUMENT, instrument=instrument) for instrument in named]


def _search(data: dict[str, Any], day: datetime.date | None) -> Search | None:
    """Give the search that the text names; where it names no day, the file's own day is the date."""
    match = SEARCHED.search(data["summary"])
    on = _day(match[1]) if match else day
    if on is None:
        return None
    said = next((text for text in SENTENCE.findall(data["summary"]) if match and match[1] in text), "")
    return Search(what=said.strip(), searched_on=on, searched_by=SEARCHED_BY)


def _day(text: str) -> datetime.date:
    """Read a day as the texts write it."""
    if text[:4].isdecimal():
        return datetime.date.fromisoformat(text)
    return datetime.datetime.strptime(text, "%d %B %Y").replace(tzinfo=datetime.UTC).date()
