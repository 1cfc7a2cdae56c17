"""The table of topics and jurisdictions. One object feeds the page, the list for narrow screens and the file."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.urls import reverse

from cmkc.regulatory.answers import Answer, answers_to
from cmkc.regulatory.models import Jurisdiction, Statement, Topic, TopicGroup
from cmkc.regulatory.moments import Moment, now
from cmkc.regulatory.querysets import StatementQuerySet
from cmkc.regulatory.vocabulary import Basis

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


@dataclass
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
        return next(iter([*self.answers, *self.drafts]), None)

    @property
    def basis(self) -> str:
        """Give the basis on show, or "empty"."""
        return self.answer.statement.basis if self.answer else "empty"

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
        return not any(cell.shown for cell in self.cells)

    @property
    def answered(self) -> list[Cell]:
        """List the cells with something to read."""
        return [cell for cell in self.cells if cell.shown]


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
        """Give every statement on show, in order: what the file holds too."""
        return (answer for cell in self.cells for answer in cell.shown)

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


def build_matrix(selection: Selection, reader: "Reader", *, every_column: bool = False) -> Matrix:
    """Read the table for a reader: 8 queries for any size, and at most two for who the reader is.

    `every_column` keeps the jurisdictions that have nothing to show, even when nobody asked for them by name.
    """
    jurisdictions = _jurisdictions(selection)
    topics = _topics(selection)
    top, then = reverse("regulatory:table"), selection.moment.query
    cells = {
        (place.pk, topic.pk): Cell(place, topic, f"{top}{place.code}/{topic.slug}/{then}")
        for topic in topics
        for place in jurisdictions
    }
    known = Statement.objects.visible_to(reader).known_at(selection.moment.known_at)
    known = known.filter(jurisdiction__in=jurisdictions, topic__in=topics)
    _fill(cells, known, selection, reader)
    for place in known.published().values_list("jurisdiction_id", "topic_id").distinct().order_by():
        cell = cells[place]
        cell.other_day = not (cell.answers or cell.hidden)
    filled = {place for (place, _topic), cell in cells.items() if cell.shown or cell.other_day or cell.hidden}
    wanted = every_column or bool(selection.jurisdictions)
    shown = [place for place in jurisdictions if wanted or place.pk in filled]
    rows = [Row(topic, [cells[place.pk, topic.pk] for place in shown]) for topic in topics]
    left_out = [] if selection.bases else [place for place in jurisdictions if place not in shown]
    return Matrix(selection, shown, _grouped(_kept(rows, selection)), left_out)


def _jurisdictions(selection: Selection) -> list[Jurisdiction]:
    """Read the columns, in the reader's order when they were named; one query."""
    wanted = selection.jurisdictions
    if not wanted:
        return list(Jurisdiction.objects.in_order())
    return sorted(Jurisdiction.objects.filter(code__in=wanted), key=lambda place: wanted.index(place.code))


def _topics(selection: Selection) -> list[Topic]:
    """Read the rows; one query."""
    chosen = Topic.objects.for_table()
    if selection.groups:
        chosen = chosen.filter(group__slug__in=selection.groups)
    if selection.topics:
        chosen = chosen.filter(slug__in=selection.topics)
    return list(chosen)


def _fill(cells: dict[Place, Cell], known: StatementQuerySet, selection: Selection, reader: "Reader") -> None:
    """Put the statements that hold on the day into their cells; 5 queries."""
    statements = known.valid_on(selection.moment.as_of).order_by("jurisdiction_id", "topic_id", "pk")
    by_place: dict[Place, list[Statement]] = defaultdict(list)
    for statement in statements:
        place = (statement.jurisdiction_id, statement.topic_id)
        statement.jurisdiction, statement.topic = cells[place].jurisdiction, cells[place].topic
        by_place[place].append(statement)
    wanted = [
        statement
        for place, several in by_place.items()
        for statement in sorted(several, key=lambda one: one.breadth)
        if _passes(statement, cells[place], selection)
    ]
    for answer in answers_to(wanted, selection.moment, reader):
        cell = cells[answer.statement.jurisdiction_id, answer.statement.topic_id]
        (cell.drafts if answer.is_draft else cell.answers).append(answer)


def _passes(statement: Statement, cell: Cell, selection: Selection) -> bool:
    """Tell whether the filter lets a statement through, and remember where it held one back."""
    if not selection.bases or statement.basis in selection.bases:
        return True
    cell.hidden = True
    return False


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
