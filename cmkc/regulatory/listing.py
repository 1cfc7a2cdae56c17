"""Rows of a list of instruments: what each is, how far it has come, and where we know it from."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from cmkc.core.addresses import address
from cmkc.core.facts import Confidence, Sourced
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.assembly import Html, say
from cmkc.regulatory.models import Instrument, InstrumentVersion

CONFIDENCE = {
    Confidence.SEED.value: ("info", _("from the founding policy paper")),
    Confidence.FOUND.value: ("info", _("source was read")),
    Confidence.GENERAL.value: ("warn", _("not yet checked")),
}
"""The tone of the badge and what it says, as in components/_confidence.html."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an instrument's latest version has come."""

    stage_note: str = ""
    published: PartialDate | None = None
    effective_from: PartialDate | None = None


def instrument_rows(html: Html, instruments: Iterable[Instrument], *, place: bool = False) -> None:
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
            html.add('<li lang="en">{}</li>', one.jurisdiction.name)
        _meta(html, one, progress.get(one.pk) or Progress())
        html.add("</ul>")
        provenance(html, one)
        html.add("</div></li>")


def _progress(instruments: list[Instrument]) -> dict[int, Progress]:
    """Read how far the latest version of each has come; one query."""
    versions = InstrumentVersion.objects.filter(instrument__in=[one.pk for one in instruments])
    columns = ("instrument_id", "stage_note", "published", "effective_from")
    return {pk: Progress(*rest) for pk, *rest in versions.order_by("sequence").values_list(*columns)}


def _meta(html: Html, one: Instrument, progress: Progress) -> None:
    """Say what an instrument is, and how far it has come."""
    html.add('<li lang="en">{}</li>', one.kind)
    if progress.stage_note:
        html.add('<li lang="en">{}</li>', progress.stage_note)
    if progress.published:
        html.add("<li>{}</li>", say(_("published %(day)s")) % {"day": progress.published})
    if progress.effective_from:
        html.add("<li>{}</li>", say(_("effective %(day)s")) % {"day": progress.effective_from})


def provenance(html: Html, fact: Sourced) -> None:
    """Show source, date and confidence as components/_provenance.html does."""
    title, link = fact.source_title, fact.source_url
    html.add('<div class="provenance{}"><span>{}</span> ', "" if fact.checked else " is-unchecked", say(_("Source:")))
    if link:
        html.add('<cite lang="en"><a href="{}" rel="external">{}</a>', link, title)
    else:
        html.add('<cite lang="en">{}', title)
    if fact.source_body:
        html.add(", {}", fact.source_body)
    if fact.source_year:
        html.add(" ({})</cite>", fact.source_year)
    elif fact.shown_date:
        html.add('</cite> <span class="provenance-date">{}</span>', fact.shown_date)
    else:
        html.add("</cite>")
    tone, says = CONFIDENCE.get(fact.confidence, CONFIDENCE[Confidence.GENERAL])
    html.add(' <span class="badge is-{}">{}</span></div>', tone, say(says))
