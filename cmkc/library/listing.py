"""One work as a row of a list."""

from typing import Any

from django.utils.translation import gettext as _

from cmkc.library.models import Access, Family, Publication, ReviewStatus

NAMES_IN_A_ROW = 3
TONES: dict[str, str] = {
    ReviewStatus.PEER_REVIEWED: "ok",
    ReviewStatus.EDITORIALLY_REVIEWED: "info",
    ReviewStatus.REGULATOR_DOCUMENT: "signal",
}


def byline(publication: Publication) -> str:
    """Name the first creators, in any language alike; no query when they were brought along."""
    names = [str(creator) for creator in publication.creators.all()]
    more = len(names) > NAMES_IN_A_ROW or publication.authors_cut
    return ", ".join(names[:NAMES_IN_A_ROW]) + (" et al." if more and names else "")


def badges(publication: Publication) -> list[dict[str, Any]]:
    """Say how the work was reviewed, how it can be had, and that nobody checked the record, where that is so."""
    shown: list[dict[str, Any]] = [
        {"label": publication.review_label, "tone": TONES.get(publication.review_status, "neutral")}
    ]
    if publication.access != Access.LINK:
        shown.append({"label": publication.access_label, "tone": "neutral"})
    if not publication.checked:
        shown.append({"label": _("not yet checked"), "tone": "warn"})
    return shown


def row_of(family: Family, publication: Publication) -> dict[str, Any]:
    """Give what a row shows of a work, by its newest version; no query when both come from `for_listing`."""
    facts = [family.byline, publication.container_title or publication.publisher, family.year]
    return {
        "title": publication.title,
        "url": publication.get_absolute_url(),
        "lang": publication.language,
        "kind": publication.type_label,
        "meta": [str(fact) for fact in facts if fact],
        "badges": badges(publication),
    }
