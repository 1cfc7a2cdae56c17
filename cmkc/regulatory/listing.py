"""Rows of a list of instruments: what each is, how far it has come, and where we know it from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_noop as _

from cmkc.core.addresses import address
from cmkc.core.assembly import Html, say
from cmkc.core.partial_date import PartialDate
from cmkc.core.prepared import prepared
from cmkc.core.provenance import provenance
from cmkc.regulatory.models import InstrumentVersion


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an instrument's latest version has come."""

    stage_note: str = ""
    published: PartialDate | None = None
    effective_from: PartialDate | None = None


def instrument_rows(html: Html, instruments: Iterable[Any], *, place: bool = False) -> None:
    """Write the rows of instruments that come from `for_listing`; one query. `place` names the jurisdictions."""
    listed = list(instruments)
    progress, top = _progress(listed), address("regulatory:instruments")
    for one in listed:
        html.add(
            '<li class="row"><div class="row-main"><h3 class="row-title" lang="en"><a href="{}">{}</a></h3>'
            '<p class="row-text" lang="en">{}</p><ul class="meta">',
            f"{top}{one.code}/",
            one.short,
            one.title,
        )
        if place:
            html.add('<li lang="en">{}</li>', one.place)
        _meta(html, one, progress.get(one.id) or Progress())
        html.add("</ul>")
        provenance(html, one)
        html.add("</div></li>")


def _progress(instruments: list[Any]) -> dict[int, Progress]:
    """Read how far the latest version of each has come; one query."""
    return {pk: Progress(*rest) for pk, *rest in _versions([one.id for one in instruments])}


@prepared
def _versions(instruments: Any) -> QuerySet[InstrumentVersion, Any]:
    """Read the versions of instruments, the latest last."""
    rows = InstrumentVersion.objects.filter(instrument__in=instruments).order_by("sequence")
    return rows.values_list("instrument_id", "stage_note", "published", "effective_from")


def _meta(html: Html, one: Any, progress: Progress) -> None:
    """Say what an instrument is, and how far it has come."""
    html.add('<li lang="en">{}</li>', one.kind)
    if progress.stage_note:
        html.add('<li lang="en">{}</li>', progress.stage_note)
    if progress.published:
        html.add("<li>{}</li>", say(_("published %(day)s")) % {"day": progress.published})
    if progress.effective_from:
        html.add("<li>{}</li>", say(_("effective %(day)s")) % {"day": progress.effective_from})
