"""From what an app says of an object to the columns of its row: cleaned, cut, hashed."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from cmkc.core.canonical import sha256_of
from search.sources import FACET_FIELDS, Document, FacetValue, Source

BODY_CHARACTERS = 200_000
"""Longer texts come in parts; PostgreSQL refuses a text vector above 1 MB, which this can't reach."""
SUMMARY_CHARACTERS = 2_000
TITLE_CHARACTERS = 500
ABBREVIATION_CHARACTERS = 200
UID_CHARACTERS = 255

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Projected:
    """One document as it will stand in its row, and the labels it brings for facet values."""

    columns: dict[str, Any]
    labels: dict[tuple[str, str], str]

    @property
    def uid(self) -> str:
        """The row's name."""
        return str(self.columns["uid"])


def projected(source: Source, thing: Model) -> Iterator[Projected]:
    """Give each document of an object as columns; costs what the source's `documents` costs.

    Raises: ValueError when a document is malformed: no title, an unknown facet, a uid that is too long.
    """
    for document in source.documents(thing):
        columns = _columns(source, thing, document)
        columns["content_hash"] = content_hash(columns)
        columns["words"] = sum(1 for name in ("title", "summary", "body") for _ in _WORD.finditer(columns[name]))
        yield Projected({"source": source.kind, "object_pk": str(thing.pk), **columns}, _labels(document))


def _columns(source: Source, thing: Model, document: Document) -> dict[str, Any]:
    """Clean and cut what the app said."""
    key = source.key(thing)
    title = _line(document.title)[:TITLE_CHARACTERS]
    if not title:
        raise ValueError(f"{source.kind} {key}: a document needs a title")
    return {
        "uid": _uid(source, key, document),
        "kind": document.kind or source.kind,
        "group": document.group or f"{source.kind}:{key}",
        "title": title,
        "abbreviation": _line(document.abbreviation)[:ABBREVIATION_CHARACTERS],
        "summary": _line(document.summary)[:SUMMARY_CHARACTERS],
        "body": _line(unicodedata.normalize("NFKC", document.body[:BODY_CHARACTERS]))[:BODY_CHARACTERS],
        "lang": document.lang,
        "url": document.url,
        "audience": audience_key(document.audience),
        "facets": _facets(document),
        "shown": {name: str(label) for name, label in document.shown.items() if label},
        "boost": float(document.boost),
        "published_at": _moment(document.published_at),
    }


def _labels(document: Document) -> dict[tuple[str, str], str]:
    """Give the labels named beside facet values."""
    return {
        (field, value[0]): str(value[1])
        for field, values in document.facets.items()
        for value in values
        if isinstance(value, tuple)
    }


def content_hash(columns: Mapping[str, Any]) -> str:
    """Hash all that a reader could find or see; equal hashes mean that nothing has to be written."""
    moment = columns["published_at"]
    return sha256_of({**columns, "published_at": moment.isoformat() if moment else None})


def audience_key(names: Iterable[str]) -> str:
    """Write a set of audiences as one text: sorted, each once. Nobody is ""."""
    return " ".join(sorted(set(names)))


def _uid(source: Source, key: str, document: Document) -> str:
    uid = ":".join(filter(None, (source.kind, key, document.lang, document.part)))
    if len(uid) > UID_CHARACTERS:
        raise ValueError(f"{uid}: longer than {UID_CHARACTERS} characters")
    return uid


def _facets(document: Document) -> dict[str, list[str]]:
    """Keep known fields and their values, sorted; the year of publication stands in for a year not given."""
    unknown = set(document.facets) - set(FACET_FIELDS)
    if unknown:
        raise ValueError(f"{document.title}: unknown facet {', '.join(sorted(unknown))}")
    facets = {field: sorted({_value(value) for value in values} - {""}) for field, values in document.facets.items()}
    if document.published_at and "year" not in facets:
        facets["year"] = [str(document.published_at.year)]
    return {field: values for field, values in sorted(facets.items()) if values}


def _value(value: FacetValue) -> str:
    return str(value[0] if isinstance(value, tuple) else value)[:100]


def _line(text: str) -> str:
    """Put a text on one line, without control characters (they mark hits in snippets) and halves of characters."""
    whole = str(text).encode("utf-8", "replace").decode()
    return " ".join(_CONTROL.sub(" ", whole).split())


def _moment(value: date | None) -> datetime | None:
    """Turn a date or a moment into a moment in UTC; a day begins at midnight."""
    if value is None:
        return None
    moment = value if isinstance(value, datetime) else datetime(value.year, value.month, value.day, tzinfo=UTC)
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
