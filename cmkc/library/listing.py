"""One work as a row of a list."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from cmkc.core.facts import Confidence
from cmkc.library.item_types import ITEM_TYPES
from cmkc.library.models import Access, Publication, ReviewStatus
from cmkc.library.models.families import cmkc_id

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


def badges(review_status: str, access: str, *, checked: bool) -> list[dict[str, Any]]:
    """Say how a work was reviewed, how it can be had, and that nobody checked the record, where that is so."""
    shown: list[dict[str, Any]] = [
        {"label": ReviewStatus(review_status).label, "tone": TONES.get(review_status, "neutral")}
    ]
    if access != Access.LINK:
        shown.append({"label": Access(access).label, "tone": "neutral"})
    if not checked:
        shown.append({"label": _("not yet checked"), "tone": "warn"})
    return shown


def rows_of(works: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Give what the list shows of works of a page of `listed`; no query."""
    start = reverse(
        "library:list"
    )  # the addresses of works begin so, and twenty look-ups would cost as much as a query
    return [_row_of(work, start) for work in works]


def _row_of(work: dict[str, Any], start: str) -> dict[str, Any]:
    """Give one row."""
    facts = [work["byline"], work["current__container_title"] or work["current__publisher"], work["year"]]
    checked = work["current__confidence"] != Confidence.GENERAL
    return {
        "title": work["current__title"],
        "url": f"{start}{cmkc_id(work['number'])}/",
        "lang": work["current__language"],
        "kind": ITEM_TYPES[work["current__type"]].label,
        "meta": [str(fact) for fact in facts if fact],
        "badges": badges(work["current__review_status"], work["current__access"], checked=checked),
    }
