"""Load `references.json`: bibliographic records as CSL-JSON with source and confidence."""

from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cmkc.core.content_dates import as_of
from cmkc.core.content_files import SOURCED, Shape, records
from cmkc.core.facts import source_fields
from cmkc.core.importing import Importer, Report, Row, register
from cmkc.core.taxonomy import technologies_for
from cmkc.library import identifiers
from cmkc.library.actions import Parts, set_publication
from cmkc.library.csl import IDENTIFIERS, PLAIN_FIELDS
from cmkc.library.item_types import BY_CSL, of_csl
from cmkc.library.models import Access, Creator, Publication, ReviewStatus

FILE, META = "references.json", "references.meta.json"
SHAPE = Shape(
    required={"type": str, "title": str, "author": list, "issued": dict, "abstract": str, "custom": dict, **SOURCED},
    optional={
        **dict.fromkeys(
            (
                "container-title",
                "volume",
                "issue",
                "page",
                "edition",
                "publisher",
                "publisher-place",
                "URL",
                "language",
            ),
            str,
        ),
        **dict.fromkeys(("DOI", "ISBN", "ISSN", "PMID", "number"), str),
    },
)
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
REGULATORS = frozenset(
    {
        "European Medicines Agency",
        "ICH",
        "ICMRA",
        "Pharmaceuticals and Medical Devices Agency",
        "U.S. Food and Drug Administration",
        "World Health Organization",
    }
)
"""Bodies whose own documents are regulator documents, as the content names them."""
EDITED = frozenset({"article-magazine", "book", "chapter"})
"""Types that an editor has read before they are printed."""


def read(folder: Path, report: Report) -> list[Row]:
    """List the records, and refuse what cannot be cited."""
    found = records(folder, FILE, report, shape=SHAPE)
    for record in found:
        for field, message in _faults(record):
            report.refuse(FILE, record["id"], field, message)
    day = as_of(folder, META)
    return [Row(record["id"], record | {"as_of": day}, FILE) for record in found]


def _faults(record: dict[str, Any]) -> list[tuple[str, str]]:
    """List what is wrong with one record that has the right keys."""
    faults = []
    if record["type"] not in BY_CSL:
        faults.append(("type", _("the type is unknown")))
    empty = [name for name in ("title", "author", "abstract") if not record[name]]
    faults.extend((name, _("the field is empty")) for name in empty)
    if not all(
        isinstance(person, dict) and (person.get("literal") or person.get("family")) for person in record["author"]
    ):
        faults.append(("author", _("an author has neither a family name nor a literal name")))
    year = _year(record["issued"])
    if year is None or not EARLIEST_YEAR < year < LATEST_YEAR:
        faults.append(("issued", _("there is no year of this or the last century")))
    if "DOI" in record and not identifiers.is_doi(record["DOI"]):
        faults.append(("DOI", _("this is no DOI")))
    return faults


def _year(issued: dict[str, Any]) -> int | None:
    """Give the year of a CSL date, or None when it has none."""
    try:
        year = issued["date-parts"][0][0]
    except (KeyError, IndexError, TypeError):
        return None
    return year if isinstance(year, int) else None


def apply(row: Row) -> None:
    """Write one record as a published work."""
    data = row.data
    parts = data["issued"]["date-parts"][0]
    fields = {column: data.get(name, "") for name, column in PLAIN_FIELDS.items()}
    fields |= {
        "type": of_csl(data["type"]),
        "language": data.get("language", "en"),
        "issued": "-".join(f"{part:02d}" for part in parts),
        "keywords": "; ".join(data["custom"].get("tags", [])),
        "authors_cut": bool(data["custom"].get("author_list_abbreviated")),
        "access": Access.LINK,
        "review_status": review_status_of(data),
        **source_fields(data, as_of=data["as_of"]),
    }
    set_publication(
        row.key,
        fields,
        Parts(
            creators=[creator_of(person) for person in data["author"]],
            identifiers={scheme: data[name] for scheme, name in IDENTIFIERS.items() if data.get(name)},
            subjects=technologies_for(data["custom"].get("tags", [])),
        ),
    )


def review_status_of(data: dict[str, Any]) -> str:
    """Tell from a record who checked the work before it was published."""
    if data["custom"].get("peer_reviewed"):
        return ReviewStatus.PEER_REVIEWED
    if any(person.get("literal") in REGULATORS for person in data["author"]):
        return ReviewStatus.REGULATOR_DOCUMENT
    return ReviewStatus.EDITORIALLY_REVIEWED if data["type"] in EDITED else ReviewStatus.NOT_REVIEWED


def creator_of(person: dict[str, str]) -> dict[str, str]:
    """Read a name of CSL-JSON."""
    if "literal" in person:
        return {"kind": Creator.Kind.ORGANISATION, "family": person["literal"]}
    return {"kind": Creator.Kind.PERSON, "family": person["family"], "given": person.get("given", "")}


def fingerprint(key: str) -> dict[str, Any] | None:
    """Give the loaded fields as they stand, and whether an editor has a draft open; 4 queries."""
    publication = Publication.objects.filter(family__key=key, version=1).first()
    if publication is None:
        return None
    loaded = (
        *PLAIN_FIELDS.values(), "type", "keywords", "authors_cut", "licence", "access", "review_status", "source_title",
        "source_body", "source_year", "source_url", "confidence", "live", "has_unpublished_changes",
    )  # fmt: skip
    return {name: getattr(publication, name) for name in loaded} | {
        "issued": str(publication.issued or ""),
        "as_of": publication.as_of and publication.as_of.isoformat(),
        "creators": [
            [creator.kind, creator.family, creator.given, creator.role] for creator in publication.creators.all()
        ],
        "identifiers": sorted([row.scheme, row.value] for row in publication.identifiers.all()),
        "subjects": sorted(subject.slug for subject in publication.subjects.all()),
    }


register(Importer("references", 30, read, apply, fingerprint))
