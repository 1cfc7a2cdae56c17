"""The line below a fact: source, date and confidence, as components/_provenance.html writes it, for lists of facts."""

import datetime
from typing import Protocol

from django.utils.translation import gettext_noop as _

from cmkc.core.assembly import Html, say
from cmkc.core.facts import Confidence

CONFIDENCE = {
    Confidence.SEED.value: ("info", _("from the founding policy paper")),
    Confidence.FOUND.value: ("info", _("source was read")),
    Confidence.GENERAL.value: ("warn", _("not yet checked")),
}
"""The tone of the badge and what it says, as in components/_confidence.html."""


class Known(Protocol):
    """A fact, or a row of a query, with the columns of `Sourced`."""

    source_title: str
    source_body: str
    source_year: int | None
    source_url: str
    confidence: str
    as_of: datetime.date | None


def provenance(html: Html, fact: Known, *, compact: bool = False) -> None:
    """Show source, date (the year of the source, else the day of looking it up) and confidence.

    `compact` leaves out who issued the source.
    """
    title, link = fact.source_title, fact.source_url
    checked = fact.confidence != Confidence.GENERAL
    html.add('<div class="provenance{}"><span>{}</span> ', "" if checked else " is-unchecked", say(_("Source:")))
    if link:
        html.add('<cite lang="en"><a href="{}" rel="external">{}</a>', link, title)
    else:
        html.add('<cite lang="en">{}', title)
    if fact.source_body and not compact:
        html.add(", {}", fact.source_body)
    if fact.source_year:
        html.add(" ({})</cite>", fact.source_year)
    elif fact.as_of:
        html.add('</cite> <span class="provenance-date">{}</span>', fact.as_of.isoformat())
    else:
        html.add("</cite>")
    tone, says = CONFIDENCE.get(fact.confidence, CONFIDENCE[Confidence.GENERAL])
    html.add(' <span class="badge is-{}">{}</span></div>', tone, say(says))
