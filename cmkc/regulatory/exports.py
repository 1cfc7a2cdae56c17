"""The comparison as CSV: one row for each statement and piece of evidence, from the object that the page shows."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.text import slugify

from cmkc.core import spreadsheets
from cmkc.regulatory.answers import Answer
from cmkc.regulatory.moments import Moment, written
from cmkc.regulatory.sources import Source

COLUMNS = (
    "jurisdiction",
    "jurisdiction_name",
    "topic",
    "topic_title",
    "group",
    "product_class",
    "substance_or_product",
    "lifecycle_stage",
    "amt_type",
    "basis",
    "basis_label",
    "position",
    "summary",
    "conditions",
    "valid_from",
    "valid_to",
    "date_shown",
    "confidence",
    "confidence_reason",
    "shipped_as",
    "state",
    "recorded_from",
    "recorded_to",
    "searched_on",
    "searched_by",
    "searched_what",
    "evidence_kind",
    "evidence_role",
    "evidence_title",
    "evidence_body",
    "evidence_year",
    "evidence_place",
    "evidence_address",
    "as_of",
    "known_at",
    "page",
)


def csv_response(answers: Iterable[Answer], moment: Moment, name: str) -> HttpResponse:
    """Answer with the statements as a CSV file named after what was asked."""
    return spreadsheets.csv_response(f"cmkc-{slugify(name)}.csv", COLUMNS, csv_rows(answers, moment))


def csv_rows(answers: Iterable[Answer], moment: Moment) -> Iterator[list[Any]]:
    """Give a row for each statement and piece of evidence; a statement without evidence has one row too."""
    for answer in answers:
        said = {**_statement(answer), **_moment(moment)}
        for source in (*answer.sources,) or (None,):
            row = {**said, **_evidence(source)}
            yield [row[name] for name in COLUMNS]


def _statement(answer: Answer) -> dict[str, Any]:
    """Give the columns that are the same for every piece of evidence of one statement."""
    statement, search = answer.statement, answer.search
    return {
        "jurisdiction": statement.jurisdiction.code,
        "jurisdiction_name": statement.jurisdiction.name,
        "topic": statement.topic.slug,
        "topic_title": statement.topic.title,
        "group": statement.topic.group.title,
        **statement.scope,
        "basis": statement.basis,
        "basis_label": statement.get_basis_display(),
        "position": statement.position,
        "summary": statement.summary,
        "conditions": statement.conditions,
        "valid_from": statement.valid_from,
        "valid_to": statement.valid_to,
        "date_shown": f"{answer.date_says} {answer.date}",
        "confidence": answer.grade.level,
        "confidence_reason": answer.grade.text,
        "shipped_as": statement.shipped_confidence,
        "state": statement.state,
        "recorded_from": written(statement.recorded_from),
        "recorded_to": written(statement.recorded_to) if statement.recorded_to else "",
        "searched_on": search.searched_on if search else "",
        "searched_by": search.searched_by if search else "",
        "searched_what": search.what if search else "",
        "page": f"{settings.SITE_URL}{statement.get_absolute_url()}",
    }


def _evidence(source: Source | None) -> dict[str, Any]:
    """Give the columns of one piece of evidence, empty when there is none."""
    return {
        "evidence_kind": source.kind if source else "",
        "evidence_role": source.role if source else "",
        "evidence_title": source.title if source else "",
        "evidence_body": source.body if source else "",
        "evidence_year": source.year if source else "",
        "evidence_place": source.locator if source else "",
        "evidence_address": _address(source) if source else "",
    }


def _address(source: Source) -> str:
    """Give the source's own address, else that of its page here."""
    return source.url or (f"{settings.SITE_URL}{source.page}" if source.page else "")


def _moment(moment: Moment) -> dict[str, Any]:
    """Say at which two times the file was read."""
    known = written(moment.known_at) if moment.known_at else ""
    return {"as_of": moment.as_of.isoformat(), "known_at": known}
