"""What a landing page shows of one work."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cmkc.core import audiences
from cmkc.core.references import Referent, cited_by
from cmkc.library.citation_text import citation
from cmkc.library.csl import citable_of
from cmkc.library.exports import FORMATS
from cmkc.library.highwire import meta_tags
from cmkc.library.listing import badges
from cmkc.library.models import Family, Publication, Relation
from cmkc.library.models.families import cmkc_id
from cmkc.library.relations import INVERSE, LABELS

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

KIND = "ref"


def landing(work: Publication, reader: "User | AnonymousUser", *, fixed: bool = False) -> dict[str, Any]:
    """Give the context of a landing page; 5 queries and those of `cited_by`, once more for the second id."""
    citable = citable_of(work, fixed=fixed)
    siblings = Publication.objects.visible_to(reader).filter(family=work.family_id)
    versions = list(siblings.only("family_id", "version", "issued", "last_published_at").order_by("-version"))
    newest = versions[0] if versions else work
    return {
        "publication": work,
        "creators": list(work.creators.all()),
        "identifiers": list(work.identifiers.all()),
        "subjects": list(work.subjects.all()),
        "badges": badges(work.review_status, work.access, checked=work.checked),
        "citation": citation(citable),
        "formats": _formats(work, fixed=fixed),
        "meta_tags": list(meta_tags(citable, settings.SITE_URL)),
        "relations": _relations(work, reader),
        "cited_by": _cited_by(work, reader),
        "versions": versions,
        "newer": newest if fixed and newest.version > work.version else None,
        "canonical_url": settings.SITE_URL + citable.url,
        "breadcrumbs": [{"label": _("Library"), "url": reverse("library:list")}, {"label": work.cmkc_id, "url": ""}],
        "preview": False,
    }


def _formats(work: Publication, *, fixed: bool) -> list[dict[str, str]]:
    """List the downloads of this version or of the newest one."""
    name, version = ("library:version_export", [work.version]) if fixed else ("library:export", [])
    return [
        {"label": form.label, "url": reverse(name, args=[work.cmkc_id, *version, form.name])}
        for form in FORMATS.values()
    ]


def _relations(work: Publication, reader: "User | AnonymousUser") -> list[dict[str, Any]]:
    """List related works: those this one names, and by the inverse word those that name this one; 2 or 3 queries."""
    outgoing = list(work.relations.all())
    incoming = Relation.objects.filter(
        target=work.family_id, publication__current_of__audience__in=audiences.principals_of(reader)
    ).values("relation", "publication__title", "publication__family")
    named = [relation.target_id for relation in outgoing if relation.target_id]
    shown = Family.objects.visible_to(reader).filter(number__in=named).values_list("number", "current__title")
    titles = dict(shown) if named else {}
    return [
        *(row for relation in outgoing if (row := _outgoing(relation, titles))),
        *(
            _row(INVERSE[relation["relation"]], relation["publication__title"], relation["publication__family"])
            for relation in incoming
        ),
    ]


def _outgoing(relation: Relation, titles: dict[int, str]) -> dict[str, Any] | None:
    """Give one relation that the work names, unless it leads to what the reader may not see."""
    if relation.doi:
        label, address = LABELS[relation.relation], f"https://doi.org/{relation.doi}"
        return {"label": label, "title": relation.doi, "url": address, "external": True}
    number = relation.target_id
    return _row(relation.relation, titles[number], number) if number in titles else None


def _row(relation: str, title: str, number: int) -> dict[str, Any]:
    """Give one related work of this library."""
    return {"label": LABELS[relation], "title": title, "url": reverse("library:publication", args=[cmkc_id(number)])}


def _cited_by(work: Publication, reader: "User | AnonymousUser") -> list[Referent]:
    """List what cites the work, by its permanent id or by its id in the content files."""
    found: dict[tuple[str, str], Referent] = {}
    for key in filter(None, (work.family.key, work.cmkc_id)):
        found |= {(referent.kind, referent.key): referent for referent in cited_by(KIND, key, reader)}
    return list(found.values())
