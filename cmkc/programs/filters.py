"""Filters of the two lists: a choice of one value each, with counts, all of it in the address."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmkc.core.places import places
from cmkc.core.prepared import prepared
from cmkc.core.taxonomy import Subject, SubjectKind
from cmkc.programs.models import AUDIENCES, Approval, Program, ProgramKind
from cmkc.programs.querysets import ProgramQuerySet, PublicQuerySet

Counts = Iterable[tuple[Any, int]]

CHOICES_AT_MOST = 20


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, the column it reads, and what it counts over all rows."""

    name: str
    label: Promise
    column: str
    of_all: Callable[[], Counts]


def _of_all(rows: PublicQuerySet, *columns: str) -> Callable[[], Counts]:
    """Prepare the count of each value over all rows."""
    return prepared(lambda: rows.counted_by(*columns))


def _filter(name: str, label: Promise, rows: PublicQuerySet, column: str = "") -> Filter:
    """Make a filter by the column of its own name unless it is told another."""
    return Filter(name, label, column or name, _of_all(rows, column or name))


PROGRAM_FILTERS = (
    _filter("region", _("Region"), Program.objects.all()),
    _filter("kind", _("Kind"), Program.objects.all()),
)
APPROVAL_FILTERS = (
    _filter("jurisdiction", _("Jurisdiction"), Approval.objects.all()),
    _filter("technology", _("Technology"), Approval.objects.all(), "subject__slug"),
    _filter("year", _("Year"), Approval.objects.all()),
)
AUDIENCE = "audience"
_audiences_of_all = _of_all(Program.objects.all(), *AUDIENCES)


def chosen(query: QueryDict, filters: tuple[Filter, ...]) -> dict[str, list[str]]:
    """Read the choices of an address; no year that is no number, and nothing with a NUL, which PostgreSQL refuses."""
    read = {
        each.name: [value for value in query.getlist(each.name) if "\x00" not in value][:CHOICES_AT_MOST]
        for each in filters
    }
    if "year" in read:
        read["year"] = [year for year in read["year"] if year.isascii() and year.isdecimal() and len(year) <= 4]  # noqa: PLR2004
    return {name: values for name, values in read.items() if values}


def narrowed(rows: PublicQuerySet, filters: tuple[Filter, ...], choices: Mapping[str, list[str]], but: str = "") -> Any:
    """Keep the rows that match every choice; `but` leaves one filter out."""
    for each in filters:
        if each.name != but and choices.get(each.name):
            rows = rows.filter(**{f"{each.column}__in": choices[each.name]})
    return rows


def facets(rows: PublicQuerySet, filters: tuple[Filter, ...], choices: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    """Count each filter's values over the rows that the other filters leave; 1 query a filter, and those of labels."""
    return [_facet(each, _counts(each, rows, filters, choices), choices.get(each.name, [])) for each in filters]


def _counts(
    one: Filter, rows: PublicQuerySet, filters: tuple[Filter, ...], choices: Mapping[str, list[str]]
) -> dict[str, int]:
    """Count the rows of each value that is not empty; 1 query."""
    left = narrowed(rows, filters, choices, but=one.name)
    counted = one.of_all() if left.is_whole else left.counted_by(one.column)
    return {str(value): count for value, count in counted if value not in (None, "")}


def _facet(one: Filter, counts: dict[str, int], checked: list[str]) -> dict[str, Any]:
    """Give one filter as the form shows it."""
    labels = _labels_of(one.name, list(counts))
    order = sorted(counts, reverse=True) if one.name == "year" else sorted(counts, key=lambda value: -counts[value])
    values = [
        {"value": value, "label": labels.get(value, value), "count": counts[value], "checked": value in checked}
        for value in order
    ]
    return {"name": one.name, "label": one.label, "values": values, "open": any(it["checked"] for it in values[6:])}


def _labels_of(name: str, values: list[str]) -> dict[str, Any]:
    """Give the labels of a filter's values; at most 1 query."""
    if name in {"region", "jurisdiction"}:
        return {code: place.name for code, place in places(values).items()}
    if name == "technology":
        return dict(_technologies())
    return {str(value): label for value, label in ProgramKind.choices} if name == "kind" else {}


@prepared
def _technologies() -> QuerySet[Subject, Any]:
    """Read slug and title of each technology."""
    return Subject.objects.filter(kind=SubjectKind.TECHNOLOGY).values_list("slug", "title")


def audience_facet(rows: ProgramQuerySet, checked: list[str]) -> dict[str, Any]:
    """Count the programs for each audience; 1 query."""
    counted = list(_audiences_of_all() if rows.is_whole else rows.counted_by(*AUDIENCES))
    values = [
        {
            "value": name,
            "label": label,
            "count": sum(row[-1] for row in counted if row[place]),
            "checked": name in checked,
        }
        for place, (name, label) in enumerate(AUDIENCES.items())
    ]
    return {"name": AUDIENCE, "label": _("For"), "values": values, "open": False}
