"""Filters of the two lists: a choice of one value each, with counts, all of it in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmkc.core.places import places
from cmkc.core.taxonomy import Subject, SubjectKind
from cmkc.programs.models import AUDIENCES, ProgramKind
from cmkc.programs.querysets import ProgramQuerySet, PublicQuerySet

CHOICES_AT_MOST = 20


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, and the column it reads."""

    name: str
    label: Promise
    column: str


PROGRAM_FILTERS = (Filter("region", _("Region"), "region"), Filter("kind", _("Kind"), "kind"))
APPROVAL_FILTERS = (
    Filter("jurisdiction", _("Jurisdiction"), "jurisdiction"),
    Filter("technology", _("Technology"), "subject__slug"),
    Filter("year", _("Year"), "year"),
)
AUDIENCE = "audience"


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
    return [
        _facet(each, narrowed(rows, filters, choices, but=each.name).counts_by(each.column), choices.get(each.name, []))
        for each in filters
    ]


def _facet(one: Filter, counts: dict[str, int], checked: list[str]) -> dict[str, Any]:
    """Give one filter as the form shows it."""
    labels = labels_of(one.name, list(counts))
    order = sorted(counts, reverse=True) if one.name == "year" else sorted(counts, key=lambda value: -counts[value])
    values = [
        {"value": value, "label": labels.get(value, value), "count": counts[value], "checked": value in checked}
        for value in order
    ]
    return {"name": one.name, "label": one.label, "values": values, "open": any(it["checked"] for it in values[6:])}


def labels_of(name: str, values: list[str]) -> dict[str, Any]:
    """Give the labels of a filter's values; at most 1 query."""
    if name in {"region", "jurisdiction"}:
        return {code: place.name for code, place in places(values).items()}
    if name == "technology":
        return dict(Subject.objects.filter(kind=SubjectKind.TECHNOLOGY).values_list("slug", "title"))
    return {str(value): label for value, label in ProgramKind.choices} if name == "kind" else {}


def audience_facet(rows: ProgramQuerySet, checked: list[str]) -> dict[str, Any]:
    """Count the programs for each audience; 1 query."""
    counts = rows.counts_of_flags(list(AUDIENCES))
    values = [
        {"value": name, "label": label, "count": counts[name], "checked": name in checked}
        for name, label in AUDIENCES.items()
    ]
    return {"name": AUDIENCE, "label": _("For"), "values": values, "open": False}
