"""The filters of the library's list: what can be chosen, what is chosen, and how many works each choice holds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cmkc.core.taxonomy import Subject, SubjectKind
from cmkc.library.item_types import ITEM_TYPES
from cmkc.library.models import Access, ReviewStatus

CHOICES_AT_MOST = 40


@dataclass(frozen=True)
class Facet:
    """One filter: its name in addresses, its label, the column it reads, and the label of each value."""

    name: str
    label: Promise
    column: str
    labels: Callable[[], Mapping[str, Any]]
    newest_first: bool = False


def _technologies() -> Mapping[str, Any]:
    """Give the titles of the technologies; 1 query."""
    return dict(Subject.objects.filter(kind=SubjectKind.TECHNOLOGY).values_list("slug", "title"))


FACETS = (
    Facet("type", _("Type"), "type", lambda: {name: row.label for name, row in ITEM_TYPES.items()}),
    Facet("technology", _("Technology"), "subjects__slug", _technologies),
    Facet("review", _("Review"), "review_status", lambda: dict(ReviewStatus.choices)),
    Facet("access", _("Access"), "access", lambda: dict(Access.choices)),
    Facet("year", _("Year"), "year", dict, newest_first=True),
)


@dataclass(frozen=True)
class Selection:
    """What the reader chose, by facet; values that cannot stand in the column are left out."""

    chosen: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, query: QueryDict) -> "Selection":
        """Read the choices of an address; unknown values match nothing and so change nothing but the count."""
        chosen = {facet.name: list(dict.fromkeys(query.getlist(facet.name)))[:CHOICES_AT_MOST] for facet in FACETS}
        chosen["year"] = [value for value in chosen["year"] if value.isascii() and value.isdecimal() and len(value) <= 4]  # noqa: PLR2004
        return cls({name: values for name, values in chosen.items() if values})

    def apply(self, works: QuerySet, *, but: str = "") -> QuerySet:
        """Keep the works that match every choice, of one facet any of its values; `but` leaves one facet out."""
        for facet in FACETS:
            if facet.name != but and self.chosen.get(facet.name):
                works = works.filter(pk__in=_holders(works, facet, self.chosen[facet.name])) if "__" in facet.column else (
                    works.filter(**{f"{facet.column}__in": self.chosen[facet.name]})
                )
        return works

    def __bool__(self) -> bool:
        return bool(self.chosen)


def _holders(works: QuerySet, facet: Facet, values: list[str]) -> QuerySet:
    """Find the works that hold one of several values of a related table, each once."""
    return works.model._default_manager.filter(**{f"{facet.column}__in": values}).values("pk")


def counted(works: QuerySet, selection: Selection) -> list[dict[str, Any]]:
    """Count the works behind each choice, narrowed by the choices of the other facets; 1 query a facet, 2 for technologies."""
    return [_counted(facet, works, selection) for facet in FACETS]


def _counted(facet: Facet, works: QuerySet, selection: Selection) -> dict[str, Any]:
    """Count one facet."""
    narrowed = selection.apply(works, but=facet.name).order_by()
    rows = narrowed.values_list(facet.column).annotate(works=Count("pk")).exclude(**{facet.column: None})
    counts = {str(value): count for value, count in rows}
    labels = facet.labels()
    chosen = selection.chosen.get(facet.name, [])
    names = [name for name in counts if not labels or name in labels]
    names += [name for name in chosen if name not in names and (not labels or name in labels)]
    if facet.newest_first:
        names.sort(reverse=True)
    else:
        names.sort(key=lambda name: (-counts.get(name, 0), str(labels[name])))
    values = [
        {"value": name, "label": labels.get(name, name), "count": counts.get(name, 0), "checked": name in chosen}
        for name in names
    ]
    return {"name": facet.name, "label": facet.label, "values": values, "open": any(value["checked"] for value in values[6:])}
