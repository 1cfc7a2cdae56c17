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
    for person in csl.get("author", []):
        yield "citation_author", _name(person)
    for person in csl.get("editor", []):
        yield "citation_editor", _name(person)
    if "issued" in csl:
        parts = csl["issued"]["date-parts"][0]
        yield "citation_publication_date", "/".join(f"{part:02d}" for part in parts)
    for tag, field in PLAIN.items():
        if csl.get(field):
            yield tag, str(csl[field])
    if csl.get("container-title"):
        yield CONTAINERS.get(csl["type"], "citation_series_title"), csl["container-title"]
    if csl.get("number"):
        yield "citation_technical_report_number", csl["number"]
    yield from _pages(csl)
    for word in citable.keywords:
        yield "citation_keywords", word
    yield "citation_abstract_html_url", site + citable.url


def _pages(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give first and last page."""
    first, _, last = csl.get("page", "").replace("–", "-").partition("-")
    if first:
        yield "citation_firstpage", first.strip()
    if last:
        yield "citation_lastpage", last.strip()
