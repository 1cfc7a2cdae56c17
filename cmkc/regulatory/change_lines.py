"""Lines of the list of changes: whether the law or our record changed, with source, date and confidence."""

from collections.abc import Iterable

from django.utils.text import Truncator

from cmkc.core.assembly import Html
from cmkc.core.facts import Confidence
from cmkc.regulatory import fragments
from cmkc.regulatory.feed import Line
from cmkc.regulatory.models import Change, Instrument, InstrumentVersion, Statement
from cmkc.regulatory.vocabulary import Basis, ChangeKind, Nature, Stage

LONGEST_SOURCE = 60
"""How many characters of a source's title stand in a line."""
TITLE = '<a href="{}" lang="en">{}</a> <span class="badge">{}</span>'


def lines(html: Html, rows: Iterable[Line]) -> None:
    """Write the lines; no query."""
    for line in rows:
        html.add('<li class="is-signal">' if line.change.nature == Nature.LAW else "<li>")
        html.add("<time>{}</time> ", line.change.day)
        if line.change.version:
            _of_instrument(html, line.change, line.change.version)
        elif line.change.statement:
            _of_statement(html, line, line.change.statement)
        html.add("</li>")


def _of_instrument(html: Html, change: Change, version: InstrumentVersion) -> None:
    """Write the line of a version of an instrument."""
    instrument = version.instrument
    html.add(TITLE, instrument.get_absolute_url(), instrument.short, ChangeKind(change.kind).label)
    html.add(
        '<p lang="en">{}</p><p class="meta"><span lang="en">{}</span><span>{}</span><span lang="en">',
        instrument.title,
        change.jurisdiction.name,
        Stage(version.stage).label,
    )
    _source(html, instrument)
    html.add("</span><span>{}</span></p>", Confidence(instrument.confidence).label)


def _source(html: Html, instrument: Instrument) -> None:
    """Name where the instrument stands, in short."""
    title = instrument.source_title
    short = title if len(title) <= LONGEST_SOURCE else Truncator(title).chars(LONGEST_SOURCE)
    if instrument.source_url:
        html.add('<a href="{}" rel="external">{}</a>', instrument.source_url, short)
    else:
        html.add("{}", short)
    if instrument.source_year:
        html.add(" ({})", instrument.source_year)


def _of_statement(html: Html, line: Line, statement: Statement) -> None:
    """Write the line of a statement of ours."""
    name = f"{statement.jurisdiction.name}: {statement.topic.title}"
    html.add(TITLE, statement.get_absolute_url(), name, ChangeKind(line.change.kind).label)
    html.add('<p>{}. <span lang="en">{}</span></p>', Basis(statement.basis).label, statement.summary)
    if line.answer:
        fragments.provenance(html, line.answer)
