"""What a landing page shows of one work."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cmkc.core.references import Referent, cited_by
from cmkc.library.citation_text import citation
from cmkc.library.csl import citable_of
from cmkc.library.exports import FORMATS
from cmkc.library.highwire import meta_tags
from cmkc.library.listing import badges
from cmkc.library.models import Publication, Relation
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
        "badges": badges(work),
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


def _relations(work: Publication, reader: "User | AnonymousUser") -> list[dict[str, str]]:
    """List related works: those this one names, and by the inverse word those that name this one; 3 queries."""
    outgoing = list(work.relations.all())
    incoming = Relation.objects.filter(
        target=work.family_id, publication__in=Publication.objects.visible_to(reader).newest_versions()
    ).select_related("publication")
    named = [relation.target_id for relation in outgoing if relation.target_id]
    shown = Publication.objects.visible_to(reader).newest_versions().filter(family__in=named)
    by_family = {publication.family_id: publication for publication in shown}
    return [
        *(row for relation in outgoing if (row := _outgoing(relation, by_family))),
        *(
            {
                "label": LABELS[INVERSE[relation.relation]],
                "title": relation.publication.title,
                "url": relation.publication.get_absolute_url(),
            }
            for relation in incoming
        ),
    ]


def _outgoing(relation: Relation, by_family: dict[int, Publication]) -> dict[str, Any] | None:
    """Give one relation that the work names, unless it leads to what the reader may not see."""
    label = LABELS[relation.relation]
    if relation.doi:
        return {"label": label, "title": relation.doi, "url": f"https://doi.org/{relation.doi}", "external": True}
    target = by_family.get(relation.target_id or 0)
    return target and {"label": label, "title": target.title, "url": target.get_absolute_url()}


def _cited_by(work: Publication, reader: "User | AnonymousUser") -> list[Referent]:
    """List what cites the work, by its permanent id or by its id in the content files."""
    found: dict[tuple[str, str], Referent] = {}
    for key in filter(None, (work.family.key, work.cmkc_id)):
        found |= {(referent.kind, referent.key): referent for referent in cited_by(KIND, key, reader)}
    return list(found.values())
