"""Reads whose SQL is written once: for a page's small reads, Django takes ten times as long to write it as to run it.

    @prepared
    def _of_cell(jurisdiction, topics):
        return Statement.objects.published().filter(jurisdiction=jurisdiction, topic__in=topics)

    _of_cell(place.pk, [3, 7])  # a list of rows

The function is run once for each thread, with a placeholder for every argument, and may do no more with them than
compare columns with them. What it does not take as an argument stays as it was at that first run: a moment, a language.
"""

import threading
from collections.abc import Callable, Collection, Sequence
from functools import wraps
from typing import Any, TypeAlias

from django.db.models import QuerySet
from django.db.models.expressions import Expression

Value: TypeAlias = str | int | Collection[str] | Collection[int]
"""Text and whole numbers are written alike in every database; `IN` takes a collection of them."""


def prepared(build: Callable[..., QuerySet[Any]]) -> Callable[..., list[Any]]:
    """Let a function that builds a queryset read its rows instead; no query when a collection is empty.

    Raises: ValueError at the first call when the queryset leaves an argument out.
    """
    kept = threading.local()  # a compiler holds on to its thread's connection

    @wraps(build)
    def read(*values: Value) -> list[Any]:
        if not all(values[place] for place in range(len(values)) if _is_several(values[place])):
            return []
        if not hasattr(kept, "read"):
            kept.read = _Read([_Slot(place, value) for place, value in enumerate(values)], build)
        found: list[Any] = kept.read(values)
        return found

    return read


def _is_several(value: Value) -> bool:
    """Tell whether a value is for `IN`."""
    return not isinstance(value, str | int)


class _Slot(Expression):
    """The place of an argument in SQL."""

    def __init__(self, place: int, like: Value) -> None:
        super().__init__()
        self.place, self.several = place, _is_several(like)

    def as_sql(self, _compiler: Any, _connection: Any) -> tuple[str, Any]:
        """Stand as a parameter that `_Read` knows again."""
        return ("(%s)" if self.several else "%s"), [self]


class _Read:
    """One queryset, its SQL in pieces between which parameters stand."""

    def __init__(self, slots: list[_Slot], build: Callable[..., QuerySet[Any]]) -> None:
        self._rows: Any = build(*slots)
        self._compiler: Any = self._rows.query.get_compiler(self._rows.db)
        sql, self._parameters = self._compiler.as_sql()
        self._pieces = sql.split("%s")
        used = {parameter.place for parameter in self._parameters if isinstance(parameter, _Slot)}
        if len(used) < len(slots):
            raise ValueError(f"an argument was left out: {sql}")
        self._rows.query.get_compiler = lambda *_names, **_options: self._compiler  # type: ignore[method-assign]

    def __call__(self, values: Sequence[Value]) -> list[Any]:
        """Read the rows, as the queryset would give them."""
        written = self._written(values)
        self._compiler.as_sql = lambda *_names, **_options: written
        return list(self._rows.all())

    def _written(self, values: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
        """Give the SQL with a place for each value, and the values."""
        sql: list[str] = [self._pieces[0]]
        given: list[Any] = []
        for piece, parameter in zip(self._pieces[1:], self._parameters, strict=True):
            value = values[parameter.place] if isinstance(parameter, _Slot) else parameter
            several = list(value) if isinstance(parameter, _Slot) and parameter.several else [value]
            sql += [", ".join(["%s"] * len(several)), piece]
            given += several
        return "".join(sql), tuple(given)
