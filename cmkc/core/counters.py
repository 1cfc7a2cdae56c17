"""Kept counters: numbers that stand on a row so that no page counts, and the recount that they must agree with.

An app registers its own in its `counters.py`; `manage.py counters check` compares them all, `counters mend` writes the
recounted number where one is wrong.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import F, Func, IntegerField, Subquery
from django.db.models.functions import Coalesce

from cmkc.core.caching import touch
from cmkc.core.registry import Registry


@dataclass(frozen=True)
class Counter:
    """A column that is kept: `rows()` are those it must be right on, `recount` an expression that counts it anew.

    `at_least`: the column may be higher, such as the last number given, which never goes back.
    """

    name: str
    rows: Callable[[], models.QuerySet[Any]]
    column: str
    recount: Any
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Wrong:
    """A counter that is not what a recount says."""

    counter: str
    key: str
    kept: int
    counted: int

    def __str__(self) -> str:
        return f"{self.counter} of {self.key}: {self.kept} is kept, {self.counted} counted"


counters: Registry[Counter] = Registry(module="counters")


def register(counter: Counter) -> Counter:
    """Add a counter. Raises: ValueError when its name is taken."""
    return counters.register(counter.name, counter)


def number_of(rows: "models.QuerySet[Any]") -> Coalesce:
    """Count rows that an OuterRef ties to the row of the counter."""
    return _folded(rows, "COUNT", "pk")


def highest_of(rows: "models.QuerySet[Any]", column: str) -> Coalesce:
    """Give the highest number in such rows, 0 without any."""
    return _folded(rows, "MAX", column)


def _folded(rows: "models.QuerySet[Any]", function: str, column: str) -> Coalesce:
    folded = rows.order_by().annotate(_folded=Func(F(column), function=function, output_field=IntegerField()))
    return Coalesce(Subquery(folded.values("_folded")), 0, output_field=IntegerField())


def _differing(counter: Counter) -> "models.QuerySet[Any]":
    rows = counter.rows().annotate(_counted=counter.recount)
    if counter.at_least:
        return rows.filter(**{f"{counter.column}__lt": F("_counted")})
    return rows.exclude(**{counter.column: F("_counted")})


def wrong(prefix: str = "") -> list[Wrong]:
    """List the counters that are wrong, of those whose name begins so; 1 query each, which reads every row."""
    return [
        Wrong(counter.name, str(key), kept, counted)
        for counter in counters
        if counter.name.startswith(prefix)
        for key, kept, counted in _differing(counter).order_by("pk").values_list("pk", counter.column, "_counted")
    ]


def mend(found: Wrong) -> bool:
    """Write the recounted number, under the lock of the row; False when it is right by now. 2 queries."""
    counter = counters[found.counter]
    with transaction.atomic():
        if counter.rows().select_for_update(of=("self",)).filter(pk=found.key).first() is None:
            return False
        counted = _differing(counter).filter(pk=found.key).values_list("_counted", flat=True).first()
        if counted is None:
            return False
        model = counter.rows().model
        model._default_manager.filter(pk=found.key).update(**{counter.column: counted})
        touch(model._meta.app_label)
        return True
