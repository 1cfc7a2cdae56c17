"""The formats that a citable thing can be exported in; each writes any `Citable`, whoever it belongs to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from cmkc.core.citable import Citable
from cmkc.library.exports import bibtex, ris


@dataclass(frozen=True)
class Format:
    """One format: the name in addresses, what readers call it, and how a list of citable things is written."""

    name: str
    label: str
    media_type: str
    extension: str
    write: Callable[[Iterable[Citable], str], str]
    """Takes the things and the address of this site, which landing pages are written with."""


FORMATS: dict[str, Format] = {
    row.name: row
    for row in (
        Format("bibtex", "BibTeX", "application/x-bibtex", "bib", bibtex.write),
        Format("ris", "RIS", "application/x-research-info-systems", "ris", ris.write),
    )
}
