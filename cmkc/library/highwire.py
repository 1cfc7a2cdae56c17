"""The `citation_*` tags by which reference managers and indexes read a landing page."""

from collections.abc import Iterator
from typing import Any

from cmkc.core.citable import Citable

PLAIN = {
    "citation_title": "title",
    "citation_volume": "volume",
    "citation_issue": "issue",
    "citation_doi": "DOI",
    "citation_issn": "ISSN",
    "citation_isbn": "ISBN",
    "citation_pmid": "PMID",
    "citation_publisher": "publisher",
    "citation_language": "language",
    "citation_technical_report_number": "number",
}
CONTAINERS = {
    "article-journal": "citation_journal_title",
    "article-magazine": "citation_journal_title",
    "article": "citation_journal_title",
    "chapter": "citation_inbook_title",
    "paper-conference": "citation_conference_title",
}


def _name(person: dict[str, str]) -> str:
    """Write a name as `Family, Given`."""
    return person.get("literal") or ", ".join(part for part in (person.get("family"), person.get("given")) if part)


def meta_tags(citable: Citable, site: str) -> Iterator[tuple[str, str]]:
    """Give names and contents of the tags: one author a tag, in the order of the work."""
    csl = citable.csl
    for tag, role in (("citation_author", "author"), ("citation_editor", "editor")):
        yield from ((tag, _name(person)) for person in csl.get(role, []))
    yield from _date(csl)
    plain = PLAIN | {CONTAINERS.get(csl["type"], "citation_series_title"): "container-title"}
    yield from ((tag, str(csl[field])) for tag, field in plain.items() if csl.get(field))
    yield from _pages(csl)
    yield from (("citation_keywords", word) for word in citable.keywords)
    yield "citation_abstract_html_url", site + citable.url


def _date(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give the date as `2023/05/17`, no more precise than it is."""
    if "issued" in csl:
        yield "citation_publication_date", "/".join(f"{part:02d}" for part in csl["issued"]["date-parts"][0])


def _pages(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give first and last page."""
    first, _, last = csl.get("page", "").replace("–", "-").partition("-")
    if first:
        yield "citation_firstpage", first.strip()
    if last:
        yield "citation_lastpage", last.strip()
