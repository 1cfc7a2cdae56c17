"""The table of topics and jurisdictions. One object feeds the page, the list for narrow screens and the file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cmkc.core.addresses import address
from cmkc.core.prepared import prepared
from cmkc.regulatory import policies
from cmkc.regulatory.answers import Answer, answers_to
from cmkc.regulatory.axes import Axes
from cmkc.regulatory.models import Jurisdiction, Statement, Topic, TopicGroup
from cmkc.regulatory.moments import Moment, now
from cmkc.regulatory.querysets import StatementQuerySet
from cmkc.regulatory.vocabulary import Basis, State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

    Reader = User | AnonymousUser

Place = tuple[int, int]
"""A cell by the primary keys of its jurisdiction and topic."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """What a reader asked to see; an empty choice means all."""

    moment: Moment = field(default_factory=now)
    groups: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    differences: bool = False


@dataclass(slots=True)
class Cell:
    """One jurisdiction's answers to one question: the most general first, then those for a narrower scope."""

    jurisdiction: Jurisdiction
    topic: Topic
    url: str
    answers: list[Answer] = field(default_factory=list)
    drafts: list[Answer] = field(default_factory=list)
    hidden: bool = False
    """There is a published answer, but the reader filtered it out."""
    other_day: bool = False
    """There is a published answer, but it holds on other days than the one asked for."""

    @property
    def answer(self) -> Answer | None:
        """Give the answer that stands for the cell, the draft where there is nothing else to show."""
        shown = self.answers or self.drafts
        return shown[0] if shown else None

    @property
    def basis(self) -> str:
        """Give the basis on show, or "empty"."""
        answer = self.answer
        return answer.statement.basis if answer else "empty"

    @property
    def is_blank(self) -> bool:
        """Tell whether nothing was ever published here that the reader might see by asking differently."""
        return not (self.answers or self.drafts or self.hidden or self.other_day)

    @property
    def shown(self) -> list[Answer]:
        """List all that is shown, drafts last."""
        return [*self.answers, *self.drafts]


@dataclass
class Row:
    """One question, answered by each jurisdiction on show."""

    topic: Topic
    cells: list[Cell]

    @cached_property
    def differs(self) -> bool:
        """Tell whether the jurisdictions do not all give an answer on the same basis."""
        return len({cell.basis for cell in self.cells}) > 1

    @property
    def is_empty(self) -> bool:
        """Tell whether no jurisdiction on show gives an answer."""
        return not self.answered

    @cached_property
    def answered(self) -> list[Cell]:
        """List the cells with something to read."""
        return [cell for cell in self.cells if cell.answers or cell.drafts]


@dataclass
class Group:
    """The questions of one group."""

    group: TopicGroup
    rows: list[Row]


@dataclass
class Matrix:
    """What the reader sees: groups of rows over jurisdictions, at one moment."""

    selection: Selection
    jurisdictions: list[Jurisdiction]
    groups: list[Group]
    left_out: list[Jurisdiction] = field(default_factory=list)
    """Jurisdictions that the reader did not ask for and that have nothing here: named below the table, no column."""

    @property
    def rows(self) -> Iterator[Row]:
        """Give the rows in order."""
        return (row for group in self.groups for row in group.rows)

    @cached_property
    def row_count(self) -> int:
        """Count the rows."""
        return sum(1 for _row in self.rows)

    @cached_property
    def differing(self) -> int:
        """Count the rows whose answers do not rest on the same basis."""
        return sum(row.differs for row in self.rows)

    @property
    def width(self) -> int:
        """Count the columns of the table, the questions' own among them."""
        return len(self.jurisdictions) + 1

    @property
    def cells(self) -> Iterator[Cell]:
        """Give the cells in order, row by row."""
        return (cell for row in self.rows for cell in row.cells)

    @property
    def answers(self) -> Iterator[Answer]:
        """Give every statement on show, in order, with its place: what the file holds too."""
        for cell in self.cells:
            for answer in cell.shown:
                answer.statement.jurisdiction, answer.statement.topic = cell.jurisdiction, cell.topic
                yield answer

    @cached_property
    def counts(self) -> dict[str, int]:
        """Count the cells: all, those with a published answer, and those in which a search found nothing."""
        published = [cell.answers[0].statement.basis for cell in self.cells if cell.answers]
        none_found = published.count(Basis.NONE_FOUND)
        return {
            "cells": sum(1 for _cell in self.cells),
            "answered": len(published) - none_found,
            "none_found": none_found,
        }


def build_matrix(
    selection: Selection, reader: "Reader", *, axes: Axes | None = None, every_column: bool = False
) -> Matrix:
    """Read the table for a reader: 3 queries for any size, 2 more where instruments and clauses are cited.

    Who the reader is costs two at most, and `axes`, the columns and rows to choose from, three where they aren't given.
    `every_column` keeps the jurisdictions that have nothing to show, even when nobody asked for them by name.
    """
    chosen = (axes or Axes.read()).chosen(selection)
    top, then = address("regulatory:table"), selection.moment.query
    cells = {
        (place.pk, topic.pk): Cell(place, topic, f"{top}{place.code}/{topic.slug}/{then}")
        for topic in chosen.topics
        for place in chosen.jurisdictions
    }
    for answer in answers_to(_passing(_known(chosen, selection, reader), cells, selection), selection.moment, reader):
        cell = cells[answer.statement.jurisdiction_id, answer.statement.topic_id]
        (cell.drafts if answer.is_draft else cell.answers).append(answer)
    filled = {place for (place, _topic), cell in cells.items() if not cell.is_blank}
    wanted = every_column or bool(selection.jurisdictions)
    shown = [place for place in chosen.jurisdictions if wanted or place.pk in filled]
    rows = [Row(topic, [cells[place.pk, topic.pk] for place in shown]) for topic in chosen.topics]
    left_out = [] if selection.bases or wanted else [place for place in chosen.jurisdictions if place.pk not in filled]
    return Matrix(selection, shown, _grouped(_kept(rows, selection)), left_out)


def _known(chosen: Axes, selection: Selection, reader: "Reader") -> dict[Place, list[Statement]]:
    """Read what the record says on these rows and columns, by place: what holds on the day and what does not."""
    where = [place.pk for place in chosen.jurisdictions], [topic.pk for topic in chosen.topics]
    if selection.moment.known_at or policies.may_see_drafts(reader):
        rows: Iterable[Statement] = _in_cells(
            Statement.objects.visible_to(reader).known_at(selection.moment.known_at), *where
        )
    else:
        rows = _published(*where)
    by_place: dict[Place, list[Statement]] = defaultdict(list)
    for statement in rows:
        by_place[statement.jurisdiction_id, statement.topic_id].append(statement)
    return by_place


@prepared
def _published(places: Any, topics: Any) -> StatementQuerySet:
    """Read what everybody sees of the record as it stands now."""
    return _in_cells(Statement.objects.published().current(), places, topics)


def _in_cells(rows: StatementQuerySet, places: Any, topics: Any) -> StatementQuerySet:
    """Keep the statements of these columns and rows, by place, each with its search."""
    found = rows.with_search().filter(jurisdiction__in=places, topic__in=topics)
    return found.order_by("jurisdiction_id", "topic_id", "pk")


def _passing(
    known: dict[Place, list[Statement]], cells: dict[Place, Cell], selection: Selection
) -> Iterator[Statement]:
    """Give the statements to show, the most general first in each cell, and remember what was held back and why."""
    for place, several in known.items():
        cell = cells[place]
        holding = [statement for statement in several if statement.holds_on(selection.moment.as_of)]
        passing = [one for one in holding if not selection.bases or one.basis in selection.bases]
        cell.hidden = len(passing) < len(holding)
        cell.other_day = any(one.state == State.PUBLISHED for one in several) and not any(
            one.state == State.PUBLISHED for one in holding
        )
        yield from passing if len(passing) == 1 else sorted(passing, key=lambda one: one.breadth)


def _kept(rows: list[Row], selection: Selection) -> list[Row]:
    """Leave out the rows that a filter empties, and those that do not differ when only differences are wanted."""
    if selection.bases:
        rows = [row for row in rows if not row.is_empty]
    return [row for row in rows if row.differs] if selection.differences else rows


def _grouped(rows: list[Row]) -> list[Group]:
    """Put the rows under their groups, in order."""
    groups: dict[int, Group] = {}
    for row in rows:
        groups.setdefault(row.topic.group_id, Group(row.topic.group, [])).rows.append(row)
    return list(groups.values())
