"""RIS: tagged lines, one value a line, read by every reference manager."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from cmkc.core.citable import Citable, address_of, record_line
from cmkc.library.item_types import ITEM_TYPES

RANGE = re.compile(r"\s*(\w+)\s*[-–]\s*(\w+)\s*")
ROLES = {"AU": "author", "ED": "editor", "A4": "translator"}
PLAIN = {
    "TI": "title",
    "T2": "container-title",
    "VL": "volume",
    "IS": "issue",
    "ET": "edition",
    "PB": "publisher",
    "CY": "publisher-place",
    "DO": "DOI",
    "AN": "PMID",
    "M3": "genre",
    "AB": "abstract",
    "LA": "language",
}
"""The tags that hold one value, and the names of CSL-JSON they are read from."""


def line(text: str) -> str:
    """Put text on one line; a line break would begin a new tag."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def name(person: dict[str, str]) -> str:
    """Write one name as `Family, Given`; RIS has no mark for organisations, so theirs stands as it is."""
    return person.get("literal") or ", ".join(part for part in (person.get("family"), person.get("given")) if part)


def _dates(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the year, and the date with a stroke after each part, known or not."""
    if "issued" in csl:
        parts = csl["issued"]["date-parts"][0]
        yield "PY", str(parts[0])
        month, day = ([f"{part:02d}" for part in parts[1:]] + ["", ""])[:2]
        yield "DA", f"{parts[0]}/{month}/{day}"


def _pages(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give first and last page, or the article number alone."""
    pages = csl.get("page", "")
    if match := RANGE.fullmatch(pages):
        yield "SP", match[1]
        yield "EP", match[2]
    elif pages:
        yield "SP", pages


def _numbers(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give ISSN, ISBN or report number, whichever the work has."""
    for source in ("ISSN", "ISBN", "number"):
        if csl.get(source):
            yield "SN", csl[source]


def _tags(citable: Citable, site: str) -> Iterator[tuple[str, str]]:
    """Give the tags and values of one record."""
    csl = citable.csl
    yield "TY", ITEM_TYPES[citable.item_type].ris
    yield "ID", citable.key
    for tag, role in ROLES.items():
        for person in csl.get(role, []):
            yield tag, name(person)
    for tag, source in PLAIN.items():
        if csl.get(source):
            yield tag, str(csl[source])
    yield from _dates(csl)
    yield from _pages(csl)
    yield from _numbers(csl)
    for word in citable.keywords:
        yield "KW", word
    if address := address_of(citable, site):
        yield "UR", address
    for note in _notes(citable, site):
        yield "N1", note


def _notes(citable: Citable, site: str) -> Iterator[str]:
    """Say what RIS has no tag for: more authors, the licence, where the record comes from and how sure it is."""
    if not citable.checked:
        yield "Not yet checked"
    if citable.authors_cut:
        yield "The list of authors is not complete"
    if citable.licence:
        yield f"Licence: {citable.licence}"
    yield record_line(citable, site)


def record_of(citable: Citable, site: str) -> str:
    """Write one record; lines end as the format wants them."""
    lines = [f"{tag}  - {line(value)}" for tag, value in _tags(citable, site)]
    return "\r\n".join([*lines, "ER  - ", ""])


def write(citables: Iterable[Citable], site: str) -> str:
    """Write a RIS file in UTF-8; `site` is the address of this site."""
    return "\r\n".join(record_of(citable, site) for citable in citables)
