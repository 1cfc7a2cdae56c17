"""The filters of the library's list: what can be chosen, what is chosen, and how many works each choice holds."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, QuerySet, Value
from django.db.models.functions import Cast
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmkc.core.prepared import prepared
from cmkc.core.taxonomy import Subject, SubjectKind
from cmkc.library.item_types import ITEM_TYPES
from cmkc.library.models import Access, Family, ReviewStatus
from cmkc.library.querysets import FamilyQuerySet
from cmkc.library.technologies import mask_of, slugs_of

CHOICES_AT_MOST = 40
SHOWN_AT_ONCE = 6
"""How many values `components/_facet.html` shows before the rest folds."""
TECHNOLOGY, ACCESS, YEAR = "technology", "access", "year"
YEAR_DIGITS = 4


def _technologies() -> Mapping[str, Any]:
    """Give the titles of the technologies; 1 query."""
    return dict(_technology_titles())


@prepared
def _technology_titles() -> QuerySet[Subject, tuple[str, str]]:
    return Subject.objects.filter(kind=SubjectKind.TECHNOLOGY).values_list("slug", "title")


@dataclass(frozen=True)
class Facet:
    """One filter: its name in addresses, its label, the column it counts, and the label of each value."""

    name: str
    label: Promise
    column: str
    labels: Callable[[], Mapping[str, Any]] = dict


FACETS = (
    Facet("type", _("Type"), "type", lambda: {name: row.label for name, row in ITEM_TYPES.items()}),
    Facet(TECHNOLOGY, _("Technology"), "technologies", _technologies),
    Facet("review", _("Review"), "review_status", lambda: dict(ReviewStatus.choices)),
    Facet(ACCESS, _("Access"), "access", lambda: dict(Access.choices)),
    Facet(YEAR, _("Year"), "year"),
)


@dataclass(frozen=True)
class Selection:
    """What the reader chose, by facet."""

    chosen: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict) -> "Selection":
        """Read the choices of an address; what is no year is left out, any other unknown value matches nothing."""
        chosen = {facet.name: _values(query, facet.name) for facet in FACETS}
        chosen[YEAR] = [value for value in chosen[YEAR] if _is_year(value)]
        return cls({name: values for name, values in chosen.items() if values})

    def apply(self, works: FamilyQuerySet, *, but: str = "") -> FamilyQuerySet:
        """Keep the works that match every facet, by any of its chosen values; `but` leaves one facet out."""
        for facet in FACETS:
            values = self.chosen.get(facet.name)
            if not values or facet.name == but:
                continue
            if facet.name == TECHNOLOGY:
                works = works.about_any(mask_of(values))
            else:
                works = works.filter(**{f"{facet.column}__in": values})
        return works


def _values(query: QueryDict, name: str) -> list[str]:
    """Read the values of one facet, each once; one with a NUL, which PostgreSQL refuses, is left out."""
    return [value for value in dict.fromkeys(query.getlist(name)) if "\x00" not in value][:CHOICES_AT_MOST]


def _is_year(value: str) -> bool:
    """Tell whether a value can be compared with a year."""
    return value.isascii() and value.isdecimal() and len(value) <= YEAR_DIGITS


def count(works: FamilyQuerySet, selection: Selection) -> dict[str, Counter[str]]:
    """Count the works of each value of each facet, narrowed by the choices of the others; 1 query.

    One index answers it. To read the works in groups once and to count them here is faster for some hundred works and
    five times slower for ten thousand.
    """
    return _by_facet(_counted(works, selection))


def count_all(principals: Collection[str]) -> dict[str, Counter[str]]:
    """Count the works of each value of each facet, with nothing chosen; 1 query."""
    return _by_facet(_all_counted(principals))


@prepared
def _all_counted(principals: Any) -> QuerySet[Any, Any]:
    return _counted(Family.objects.for_audiences(principals), Selection())


def _counted(works: FamilyQuerySet, selection: Selection) -> QuerySet[Any, Any]:
    """Give facet, value and number of works in one union."""
    first, *others = (
        selection.apply(works, but=facet.name)
        .order_by()
        .values_list(Value(facet.name), Cast(facet.column, CharField(max_length=24)))
        .annotate(works=Count("*"))
        for facet in FACETS
    )
    return first.union(*others, all=True)


def _by_facet(rows: Iterable[tuple[str, str | None, int]]) -> dict[str, Counter[str]]:
    """Put counted values under their facets; a work about two technologies counts for both."""
    counts: dict[str, Counter[str]] = {facet.name: Counter() for facet in FACETS}
    for name, value, number in rows:
        values = slugs_of(int(value or 0)) if name == TECHNOLOGY else [] if value is None else [value]
        counts[name].update(dict.fromkeys(values, number))
    return counts


def total(counts: dict[str, Counter[str]], selection: Selection) -> int:
    """Give the number of works that match every choice: each has one access, and none stands under two."""
    by_access = counts[ACCESS]
    chosen = selection.chosen.get(ACCESS)
    return sum(by_access[value] for value in chosen) if chosen else by_access.total()


def shown(counts: dict[str, Counter[str]], selection: Selection) -> list[dict[str, Any]]:
    """Give the facets as the form shows them; 1 query for the titles of technologies."""
    return [_shown(facet, counts[facet.name], selection) for facet in FACETS]


def _shown(facet: Facet, counts: Counter[str], selection: Selection) -> dict[str, Any]:
    """Give one facet: the fullest value first, years from the newest."""
    labels = facet.labels()
    chosen = selection.chosen.get(facet.name, [])
    names = [name for name in {**counts, **dict.fromkeys(chosen)} if facet.name == YEAR or name in labels]
    names.sort(key=(lambda name: -int(name)) if facet.name == YEAR else (lambda name: (-counts[name], name)))
    values = [
        {"value": name, "label": labels.get(name, name), "count": counts[name], "checked": name in chosen}
        for name in names
    ]
    folded_choice = any(value["checked"] for value in values[SHOWN_AT_ONCE:])
    return {"name": facet.name, "label": facet.label, "values": values, "open": folded_choice}
