"""HTML of what stands on a page by the dozen: answers, their sources, cells. As a template each costs ten times more.

Everything else of the pages stands in templates/regulatory/, which reach these through the filters of `regulatory`.
"""

import functools
from collections.abc import Iterable

from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_noop as _

from cmkc.core.assembly import Html, say
from cmkc.regulatory.answers import Answer
from cmkc.regulatory.confidence import Grade
from cmkc.regulatory.matrix import Cell, Row
from cmkc.regulatory.models import Statement
from cmkc.regulatory.sources import Source
from cmkc.regulatory.vocabulary import Basis

LONGEST_BODY = 22
"""How many characters of who issued a source fit into a cell of the table."""
MARK = '<span class="cell-mark" aria-hidden="true"></span>'
BASIS = f'<span class="basis basis-{{}}">{MARK}<span class="cell-text">{{}}</span></span>'
DETAILS = (
    '<p class="small"><a class="link-more" href="{}">{}<span class="visually-hidden">: <span lang="en">{}, {}</span>'
    "</span></a></p>"
)
FILLED = (
    f'<td class="cell basis-{{}}{{}}"><a href="{{}}">{MARK}<span class="cell-text">{{}}{{}}'
    '<small>{}<span class="nowrap">{}</span><br>{}{}</small></span></a></td>'
)
BLANK = f'<td class="cell basis-empty"><a href="{{}}">{MARK}<span class="visually-hidden">{{}}</span></a></td>'
LINE = (
    f'<li class="row"><p class="spread"><a href="{{}}" lang="en">{{}}</a> {BASIS}</p>'
    '<p class="label">{}{} · {}{}</p></li>'
)


@functools.cache
def _names(language: str | None) -> dict[str, tuple[str, str]]:  # noqa: ARG001  (the words differ by it)
    """Give the full and the short name of each basis in the language that is being spoken."""
    return {basis.value: (str(basis.label), str(basis.short)) for basis in Basis}


def head(html: Html, answer: Answer) -> None:
    """Show an answer's basis, its position, and whether it is a draft."""
    statement = answer.statement
    html.add(f'<p class="cluster">{BASIS}', statement.basis, _names(get_language())[statement.basis][0])
    if statement.position:
        html.add('<span class="badge is-info">{}</span>', statement.get_position_display())
    if answer.is_draft:
        html.add('<span class="badge is-warn">{}</span>', say(_("unverified draft, shown to editors only")))
    html.add("</p>")


def badge(html: Html, grade: Grade) -> None:
    """Show the letter of a grade, and the reason for it."""
    html.add('<span class="badge{}">{}: {}</span>', f" is-{grade.tone}" if grade.tone else "", grade.level, grade.text)


def source(html: Html, one: Source) -> None:
    """Show one source: the thing itself as a link, the place in it, who issued it, its stage when it has passed."""
    address = one.url or one.page
    if address:
        html.add('<a href="{}"' + (' rel="external"' if one.url else ""), address)
    else:
        html.add("<span")
    if one.title_language:
        html.add(' lang="{}"', one.title_language)
    place = "".join(f", {part}" for part in (one.locator, one.body) if part) + (f" ({one.year})" if one.year else "")
    html.add(">{}</a>{}" if address else ">{}</span>{}", one.title, place)
    if one.is_past:
        html.add(' <span class="badge is-warn">{}</span>', one.stage_label)


def provenance(html: Html, answer: Answer) -> None:
    """Show every source as a link, the date and the confidence."""
    html.add('<div class="provenance is-unchecked">' if answer.is_draft else '<div class="provenance">')
    if answer.sources:
        html.add(
            '<span>{}</span><ul class="plain-list sources">', _source_or_sources(get_language(), len(answer.sources))
        )
        for one in answer.sources:
            html.add("<li>")
            source(html, one)
            html.add("</li>")
        html.add("</ul>")
    if answer.search:
        day = answer.search.searched_on.isoformat()
        html.add(' <span>{} <time class="provenance-date" datetime="{}">{}</time></span>', say(_("Searched")), day, day)
    html.add(' <span>{} <span class="provenance-date">{}</span></span>', answer.date_says, answer.date)
    html.add(" ")
    badge(html, answer.grade)
    html.add("</div>")


@functools.cache
def _source_or_sources(language: str | None, number: int) -> str:  # noqa: ARG001  (the words differ by it)
    """Say what so many sources are called."""
    return ngettext("Source:", "Sources:", number)


def scope(html: Html, statement: Statement) -> None:
    """Say for what a statement holds; an empty field means all."""
    narrowed = (
        statement.product_class,
        statement.get_substance_or_product_display() if statement.substance_or_product else "",
        statement.lifecycle_stage,
        statement.amt_type,
    )
    html.add("{} {}", say(_("Holds for:")), " ".join(filter(None, narrowed)))


def answer_block(html: Html, answer: Answer, of: Cell | None = None) -> None:
    """Show a statement with source, date and confidence; with the way to its page when it is told `of` which cell."""
    statement = answer.statement
    html.add('<div class="answer is-draft">' if answer.is_draft else '<div class="answer">')
    head(html, answer)
    html.add('<p lang="en">{}</p>', statement.summary)
    if statement.conditions:
        html.add('<p><strong>{}</strong> <span lang="en">{}</span></p>', say(_("Conditions:")), statement.conditions)
    if statement.breadth:
        html.add('<p class="small muted">')
        scope(html, statement)
        html.add("</p>")
    provenance(html, answer)
    if of:
        html.add(DETAILS, of.url, say(_("Details and history")), of.jurisdiction.name, of.topic.title)
    html.add("</div>")


def cell_block(html: Html, cell: Cell, *, details: bool = False) -> None:
    """Show all that a cell says, or which kind of nothing it is; `details` leads from each answer to its page."""
    shown = cell.shown
    for answer in shown:
        answer_block(html, answer, cell if details else None)
    if shown:
        return
    if cell.hidden:
        html.add('<p class="muted">{}</p>', say(_("Not shown: filtered out")))
        return
    says = _("Nothing on this date; a statement holds on other dates") if cell.other_day else _("Nothing prepared yet")
    html.add('<p class="muted"><a href="{}">{}</a></p>', cell.url, say(says))


def cell_rows(html: Html, cells: Iterable[Cell]) -> None:
    """Show one jurisdiction's cells as rows of a list, each under its question."""
    for cell in cells:
        html.add(
            '<li class="row"><div class="row-main"><h3 class="row-title" lang="en"><a href="{}">{}</a></h3>',
            cell.url,
            cell.topic.title,
        )
        cell_block(html, cell)
        html.add("</div></li>")


def table_cells(html: Html, row: Row) -> None:
    """Write a row's cells of the table: basis, date, who issued the first source, and the letter of the confidence."""
    names, nothing = _names(get_language()), say(_("Nothing prepared"))
    searched, draft = say(_("searched")) + " ", " (" + say(_("draft")) + ")"  # xgettext reads no f-string
    for cell in row.cells:
        answer = cell.answer
        if answer is None:
            _empty(html, cell, nothing)
            continue
        said, first, search = answer.statement.basis, answer.first, answer.search
        html.add(
            FILLED,
            said,
            " is-draft" if answer.is_draft else "",
            cell.url,
            names[said][1],
            draft if answer.is_draft else "",
            searched if search else "",
            search.searched_on.isoformat() if search else answer.date,
            f"{_shortened(first.body)} · " if first else "",
            answer.grade.level,
        )


def _empty(html: Html, cell: Cell, nothing: str) -> None:
    """Write a cell without an answer."""
    if cell.hidden:
        text = '<td class="cell basis-empty"><span><span class="cell-text">{}</span></span></td>'
        html.add(text, say(_("filtered out")))
    elif cell.other_day:
        text = '<td class="cell basis-empty"><a href="{}"><span class="cell-text">{}</span></a></td>'
        html.add(text, cell.url, say(_("on other dates")))
    else:
        html.add(BLANK, cell.url, nothing)


@functools.lru_cache(maxsize=2000)
def _shortened(body: str) -> str:
    """Cut who issued a source to what fits into a cell."""
    return body if len(body) <= LONGEST_BODY else Truncator(body).chars(LONGEST_BODY)


def list_rows(html: Html, row: Row) -> None:
    """Write a row's answered cells as lines of a list, for where the table does not fit."""
    names = _names(get_language())
    searched, draft = say(_("searched")) + " ", " · " + say(_("draft"))
    for cell in row.answered:
        answer = cell.shown[0]
        said, first, search = answer.statement.basis, answer.first, answer.search
        html.add(
            LINE,
            cell.url,
            cell.jurisdiction.name,
            said,
            names[said][1],
            f"{searched}{search.searched_on.isoformat()}" if search else answer.date,
            f" · {first.body}" if first else "",
            answer.grade.level,
            draft if answer.is_draft else "",
        )
