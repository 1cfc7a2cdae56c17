"""One work as a row of a list."""

from typing import Any

from django.utils.translation import gettext as _

from cmkc.library.models import Access, Publication, ReviewStatus

NAMES_IN_A_ROW = 3
TONES = {
    ReviewStatus.PEER_REVIEWED: "ok",
    ReviewStatus.EDITORIALLY_REVIEWED: "info",
    ReviewStatus.REGULATOR_DOCUMENT: "signal",
}


def byline(publication: Publication) -> str:
    """Name the first creators; no query when they were brought along."""
    names = [str(creator) for creator in publication.creators.all()]
    more = len(names) > NAMES_IN_A_ROW or publication.authors_cut
    return ", ".join(names[:NAMES_IN_A_ROW]) + (f" {_('et al.')}" if more and names else "")


def badges(publication: Publication) -> list[dict[str, Any]]:
    """Say how the work was reviewed, how it can be had, and that nobody checked the record, where that is so."""
    shown: list[dict[str, Any]] = [
        {"label": publication.get_review_status_display(), "tone": TONES.get(ReviewStatus(publication.review_status), "neutral")}
    ]
    if publication.access != Access.LINK:
        shown.append({"label": publication.get_access_display(), "tone": "neutral"})
    if not publication.checked:
        shown.append({"label": _("not yet checked"), "tone": "warn"})
    return shown


def row_of(publication: Publication) -> dict[str, Any]:
    """Give what a row shows."""
    facts = [byline(publication), publication.container_title or publication.publisher, publication.year]
    return {
        "title": publication.title,
        "url": publication.get_absolute_url(),
        "kind": publication.get_type_display(),
        "meta": [str(fact) for fact in facts if fact],
        "badges": badges(publication),
    }
