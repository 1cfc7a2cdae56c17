"""Publications can be cited: `[[ref:gao-2012]]` by the content files' id, `[[ref:CMKC-000123]]` by the permanent id."""

from collections.abc import Collection
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from cmkc.core.references import ReferenceKind, Referent, register
from cmkc.library.citation_text import citation, short_citation
from cmkc.library.csl import citable_of
from cmkc.library.models import Creator, Family, Publication
from cmkc.library.querysets import families_named

if TYPE_CHECKING:
    from cmkc.accounts.models import User

KIND = "ref"


COLUMNS = (
    "pk", "family_id", "family__key", "type", "title", "issued", "container_title", "volume", "issue", "pages",
    "publisher", "authors_cut",
)  # fmt: skip
CREATOR = ("creators__kind", "creators__family", "creators__given", "creators__role")


def _find(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, Referent]:
    """Find the newest versions of works by either id; one query, which brings the creators along."""
    rows = (
        Publication.objects.visible_to(reader)
        .newest_versions()
        .filter(families_named(keys, "family__"))
        .order_by("pk", "creators__sort_order", "creators__pk")
        .values(*COLUMNS, *CREATOR)
    )
    found: dict[str, Referent] = {}
    for _pk, group in groupby(rows, key=itemgetter("pk")):
        publication = _assembled(list(group))
        names = {publication.family.key or "", publication.cmkc_id} & set(keys)
        found |= {key: _referent(key, publication) for key in names}
    return found


def _assembled(rows: list[dict[str, Any]]) -> Publication:
    """Put a publication together from its joined rows, one a creator."""
    first = rows[0]
    publication = Publication(**{name: first[name] for name in COLUMNS if "__" not in name and name != "family_id"})
    publication.family = Family(number=first["family_id"], key=first["family__key"])
    publication.creators.set(
        Creator(**{name.removeprefix("creators__"): row[name] for name in CREATOR})
        for row in rows
        if row["creators__family"] is not None
    )
    publication.identifiers.set([])
    return publication


def _referent(key: str, publication: Publication) -> Referent:
    """Say what a reader sees of a cited work."""
    citable = citable_of(publication)
    url = publication.get_absolute_url()
    return Referent(KIND, key, publication.title, url, citation(citable), short_citation(citable))


def _snapshot(key: str) -> dict[str, Any]:
    """Freeze the bibliographic record; 3 queries."""
    rows = Publication.objects.visible_to(AnonymousUser()).newest_versions().filter(families_named([key], "family__"))
    publication = rows.with_parts().first()
    if publication is None:
        return {}
    citable = citable_of(publication, fixed=True)
    return {"csl": citable.csl, "citation": citation(citable), "url": citable.url, "checked": citable.checked}


register(ReferenceKind(KIND, _("publication"), _find, _snapshot))
