"""Pieces of SQL that both embedded engines put together; values always travel as parameters."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Self

from search.engines.base import Request


@dataclass(frozen=True)
class Sql:
    """A piece of SQL with its parameters."""

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: "Sql | str") -> "Sql":
        more = other if isinstance(other, Sql) else Sql(other)
        return Sql(f"{self.text} {more.text}", (*self.values, *more.values))

    def __radd__(self, other: str) -> "Sql":
        return Sql(other) + self

    @classmethod
    def join(cls, by: str, parts: Iterable["Sql"]) -> Self:
        """Put pieces together with `by` between them."""
        listed = list(parts)
        return cls(by.join(part.text for part in listed), tuple(value for part in listed for value in part.values))


def one_of(values: Collection[Any]) -> Sql:
    """Write a list of values for IN; an empty list matches nothing."""
    return Sql(f"({', '.join(['%s'] * len(values)) or 'NULL'})", tuple(values))


def visible(request: Request) -> Sql:
    """Say which documents `d` the reader may find at all: those of an audience of theirs, and of the fields typed."""
    opened = "SELECT names FROM search_searchaudience WHERE principal IN" + one_of(sorted(request.principals))
    rules = [Sql("NOT d.deleted"), "d.audience IN (" + opened + ")"]
    rules += [_has(field, values) for field, values in _by_field(request.query.filters).items()]
    rules += ["NOT" + _has(field, [value]) for field, value in request.query.excluded_filters]
    return Sql.join(" AND ", rules)


def missed(request: Request) -> Sql:
    """Number the one selection that a document does not meet: 0 none, else the power of 2 of its place.

    A document that misses two selections counts nowhere, one that misses one counts for that field's own values.
    """
    parts = [
        f"{2**place} * (CASE WHEN" + _has(field, sorted(values)) + "THEN 0 ELSE 1 END)"
        for place, (field, values) in enumerate(_selections(request))
    ]
    return Sql.join(" + ", parts) if parts else Sql("0")


def counts(request: Request) -> Sql:
    """Count things by facet value, and all of them under the empty field, from `hits(document_id, grp, missed)`.

    The counts of a field that is narrowed leave out its own selection.
    """
    own = [
        Sql(f"(f.field = %s AND h.missed = {2**place})", (field,))
        for place, (field, _values) in enumerate(_selections(request))
    ]
    total = Sql("SELECT '' AS field, '' AS value, count(DISTINCT grp) AS things FROM hits WHERE missed = 0")
    facets = (
        "SELECT f.field, f.value, count(DISTINCT h.grp) FROM hits h "
        "JOIN search_searchfacet f ON f.document_id = h.document_id WHERE f.field IN"
        + one_of(request.facets)
        + "AND ("
        + Sql.join(" OR ", [Sql("h.missed = 0"), *own])
        + ") GROUP BY f.field, f.value"
    )
    return total + "UNION ALL" + facets if request.facets else total


def _has(field: str, values: Collection[str]) -> Sql:
    facet = Sql("EXISTS (SELECT 1 FROM search_searchfacet x WHERE x.document_id = d.id AND x.field = %s", (field,))
    return facet + "AND x.value IN" + one_of(values) + ")"


def _by_field(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, value in pairs:
        found.setdefault(field, []).append(value)
    return found


def _selections(request: Request) -> list[tuple[str, frozenset[str]]]:
    return sorted((field, values) for field, values in request.filters.items() if values)
