"""Rows of the two lists, and their first pages, which most readers see."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cmkc.core.assembly import Html, say
from cmkc.core.keyset import KeysetPage
from cmkc.core.partial_date import PartialDate
from cmkc.core.places import Place, places
from cmkc.core.prepared import prepared
from cmkc.core.provenance import provenance
from cmkc.programs.models import Approval, ApprovalEvent, Program
from cmkc.programs.querysets import ApprovalQuerySet, ProgramQuerySet

PROGRAMS_A_PAGE = 30
APPROVALS_A_PAGE = 50
CELL = '<td data-label="{}"><span lang="en">{}</span></td>'


@prepared
def _first_programs() -> ProgramQuerySet:
    return Program.objects.for_listing()[: PROGRAMS_A_PAGE + 1]


@prepared
def _first_approvals() -> ApprovalQuerySet:
    return Approval.objects.for_listing()[: APPROVALS_A_PAGE + 1]


def programs(rows: ProgramQuerySet, after: str | None) -> KeysetPage[Program]:
    """Read a page of programs; 1 query."""
    if rows.is_whole and not after:
        return rows.for_listing().first_page(_first_programs(), size=PROGRAMS_A_PAGE)
    return rows.for_listing().keyset(after, size=PROGRAMS_A_PAGE)


def approvals(rows: ApprovalQuerySet, after: str | None) -> KeysetPage[Approval]:
    """Read a page of approvals; 1 query."""
    if rows.is_whole and not after:
        return rows.for_listing().first_page(_first_approvals(), size=APPROVALS_A_PAGE)
    return rows.for_listing().keyset(after, size=APPROVALS_A_PAGE)


def program_rows(rows: list[Program]) -> list[dict[str, Any]]:
    """Give what the list shows of each program; 1 query for the names of regions."""
    names = places({program.region for program in rows})
    unchecked = {"label": _("not yet checked"), "tone": "warn"}
    return [
        {
            "title": str(program),
            "url": program.get_absolute_url(),
            "kind": names[program.region].name,
            "snippet": program.offers,
            "lang": "en",
            "meta": [
                program.lead,
                *([_("since %(date)s") % {"date": PartialDate(program.since).shown}] if program.since else []),
            ],
            "badges": [
                {"label": program.kind_label, "tone": "neutral"},
                *([] if program.checked else [unchecked]),
            ],
        }
        for program in rows
    ]


def approval_rows(html: Html, approvals: Iterable[Approval], names: Mapping[str, Place]) -> None:
    """Write the rows of the table of approvals; no query."""
    place, date = say(gettext_noop("Jurisdiction")), say(gettext_noop("Date"))
    technology, event = say(gettext_noop("Technology")), say(gettext_noop("Event"))
    events = dict(ApprovalEvent.choices)
    for one in approvals:
        html.add('<tr><th scope="row"><a href="{}" lang="en">{}</a>', one.get_absolute_url(), one)
        if made := ", ".join(filter(None, (one.substance, one.company))):
            html.add('<br> <span class="muted" lang="en">{}</span>', made)
        html.add("</th>" + CELL, place, names[one.jurisdiction].name)
        html.add('<td class="num" data-label="{}">{}</td>', date, one.date or "–")
        html.add(CELL, technology, one.technology_shown)
        number = f": {one.number_shown}" if one.number_shown else ""
        html.add('<td data-label="{}">{}{}</td><td>', event, events[one.event], number)
        provenance(html, one, compact=True)
        html.add("</td></tr>")
