"""A publication as a CSL-JSON item: the one form that citations, exports and page headers are written from."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cmkc.core.citable import Citable, provenance_line
from cmkc.library.item_types import ITEM_TYPES

if TYPE_CHECKING:
    from cmkc.library.models import Publication

PLAIN_FIELDS = {
    "title": "title",
    "container-title": "container_title",
    "volume": "volume",
    "issue": "issue",
    "page": "pages",
    "edition": "edition",
    "publisher": "publisher",
    "publisher-place": "publisher_place",
    "URL": "url",
    "abstract": "abstract",
    "language": "language",
}
"""The names of CSL-JSON, and the columns they are read from."""

IDENTIFIERS = {"doi": "DOI", "isbn": "ISBN", "issn": "ISSN", "pmid": "PMID", "report-number": "number"}
ROLES = {"author": "author", "editor": "editor", "translator": "translator", "contributor": "contributor"}
GENRES = {"preprint", "presentation", "industry-practice"}
"""Types that share a type of CSL with another one and so say by `genre` which they are."""


def date_parts(issued: str) -> dict[str, list[list[int]]]:
    """Write a partial date as CSL-JSON does, no more precise than it is."""
    return {"date-parts": [[int(part) for part in issued.split("-")]]}


def csl_item(publication: "Publication") -> dict[str, Any]:
    """Give the CSL-JSON item; no query when creators and identifiers were brought along."""
    item: dict[str, Any] = {"id": publication.cmkc_id, "type": ITEM_TYPES[publication.type].csl}
    item |= {name: value for name, column in PLAIN_FIELDS.items() if (value := getattr(publication, column))}
    if publication.issued:
        item["issued"] = date_parts(publication.issued)
    for creator in publication.creators.all():
        item.setdefault(ROLES[creator.role], []).append(creator.csl_name)
    for identifier in publication.identifiers.all():
        item.setdefault(IDENTIFIERS[identifier.scheme], identifier.value)
    if publication.keyword_list:
        item["keyword"] = ", ".join(publication.keyword_list)
    if publication.type in GENRES:
        item["genre"] = str(ITEM_TYPES[publication.type].label)
    return item


def citable_of(publication: "Publication", *, fixed: bool = False) -> Citable:
    """Give what citation boxes and exporters take; `fixed` means this very version, not whatever is newest."""
    key = f"{publication.cmkc_id}-v{publication.version}" if fixed else publication.cmkc_id
    return Citable(
        kind="ref",
        key=key,
        item_type=publication.type,
        csl=csl_item(publication) | {"id": key},
        url=publication.version_url if fixed else publication.get_absolute_url(),
        changed_at=publication.last_published_at,
        licence=publication.licence,
        checked=publication.checked,
        provenance=provenance_line(publication),
        authors_cut=publication.authors_cut,
        keywords=tuple(publication.keyword_list),
        status=(
            _("Review: %(status)s") % {"status": publication.review_label},
            _("Access: %(access)s") % {"access": publication.access_label},
        ),
    )
