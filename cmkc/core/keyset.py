"""Keyset pages: a list goes on after the last row shown, so that page 1,000 costs what page 1 costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Self, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import BooleanField, F, Func, Q, Value
from django.db.models.expressions import OrderBy

from cmkc.core.keyset_cursor import Cursor, read_cursor, write_cursor

Row = TypeVar("Row")
ALIAS = "_keyset_{}"


@dataclass(frozen=True)
class KeysetPage(Generic[Row]):
    """One page of rows. `next` and `previous` are cursors for `?after=`, "" where there is no such page."""

    rows: list[Row]
    next: str = ""
    previous: str = ""

    @property
    def has_next(self) -> bool:
        """Tell whether rows follow."""
        return bool(self.next)

    @property
    def has_previous(self) -> bool:
        """Tell whether rows go before."""
        return bool(self.previous)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True)
class Column:
    """One column of the order. `nulls_first` is None for a column that is never null."""

    name: str
    field: models.Field
    descending: bool
    nulls_first: bool | None = None

    def reversed(self) -> "Column":
        """Give the column in the opposite order."""
        first = None if self.nulls_first is None else not self.nulls_first
        return replace(self, descending=not self.descending, nulls_first=first)

    def ordering(self) -> OrderBy:
        """Give the term of ORDER BY."""
        # Django takes nulls_first=True or None; False is said by nulls_last=True.
        nulls = {True: {"nulls_first": True}, False: {"nulls_last": True}, None: {}}[self.nulls_first]
        return OrderBy(F(self.name), descending=self.descending, **nulls)

    def beyond(self, value: Any) -> Q:
        """Keep the rows whose column comes after `value`."""
        if value is None:
            return Q(**{f"{self.name}__isnull": False}) if self.nulls_first else Q(pk__in=[])
        after = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return after | Q(**{f"{self.name}__isnull": True}) if self.nulls_first is False else after

    def equal(self, value: Any) -> Q:
        """Keep the rows whose column is `value`."""
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})


class _RowBeyond(Func):
    """`(a, b) > (1, 2)`: one range of one index, however many rows are equal in the first columns."""

    output_field = BooleanField()

    def __init__(self, columns: Sequence[Column], values: Sequence[Any]) -> None:
        wanted = [Value(value, output_field=column.field) for column, value in zip(columns, values, strict=True)]
        super().__init__(*(F(column.name) for column in columns), *wanted)
        self.operator = "<" if columns[0].descending else ">"

    def as_sql(self, compiler: Any, connection: Any, *_names: Any, **_context: Any) -> tuple[str, tuple[Any, ...]]:
        """Write the two rows side by side."""
        parts, parameters = [], []
        for expression in self.source_expressions:
            sql, values = compiler.compile(expression)
            parts.append(sql)
            parameters.extend(values)
        half = len(parts) // 2
        return f"({', '.join(parts[:half])}) {self.operator} ({', '.join(parts[half:])})", tuple(parameters)


class KeysetQuerySet(models.QuerySet):
    """A queryset whose order can be walked by cursor."""

    def keyset(self, after: str | None, *, size: int) -> KeysetPage[Any]:
        """Give the `size` rows after (or, with a page's `previous`, before) a cursor: one query, no COUNT.

        The order is the queryset's own, with the primary key as tie-break. When all of it runs one way the cursor is
        one range of an index on those columns; a mixed order reads past the rows that tie in its first column. A
        cursor that is forged, old or of another order gives the first page, and so does one whose rows are all gone
        (by a second query).

        Raises: ValueError when a column can be null and the order doesn't say where nulls stand
        (`F(…).desc(nulls_last=True)`), for a random order, and for a size below 1.
        """
        if size < 1:
            raise ValueError("a page holds at least one row")
        rows, columns = self._keyset_columns()
        cursor = read_cursor(
            after, [column.field for column in columns], [column.nulls_first is not None for column in columns]
        )
        page = _page(rows, columns, cursor, size)
        if cursor and not page.rows:
            return _page(rows, columns, None, size)
        return page

    def first_page(self, found: list[Any], *, size: int) -> KeysetPage[Any]:
        """Make the first page of this queryset's rows that were read already, `size` and one more if there is one.

        No query. They must be in this order, and tie in nothing: its last column is the primary key.
        """
        if len(found) <= size:
            return KeysetPage(found)
        _rows, columns = self._keyset_columns()
        return KeysetPage(found[:size], next=_cursor(columns, found[size - 1], back=False))

    def _keyset_columns(self) -> tuple[Self, list[Column]]:
        """Resolve the order to columns, the primary key last; what is no plain column gets an annotation."""
        rows, columns = self, []
        pk = self.model._meta.pk
        ordering = self.query.order_by or (self.model._meta.ordering if self.query.default_ordering else None)
        for number, term in enumerate(ordering or ()):
            rows, column = rows._keyset_column(_as_order_by(term), ALIAS.format(number))
            columns.append(column)
            if column.name == pk.attname:
                return rows, columns
        downwards = bool(columns) and columns[-1].descending
        return rows, [*columns, Column(pk.attname, pk, descending=downwards)]

    def _keyset_column(self, term: OrderBy, alias: str) -> tuple[Self, Column]:
        """Resolve one term of the order."""
        name = getattr(term.expression, "name", "") if isinstance(term.expression, F) else ""
        name = self.model._meta.pk.attname if name == "pk" else name
        rows = self
        field = _plain_field(self.model, name)
        nullable = field.null if field else _path_is_nullable(self.model, name)
        if field is None and name not in self.query.annotations:
            rows, name = self.annotate(**{alias: term.expression}), alias
        nulls_first = True if term.nulls_first else False if term.nulls_last else None
        if nullable and nulls_first is None:
            raise ValueError(f"{name} can be null: order it with nulls_first or nulls_last")
        field = field or rows.query.annotations[name].output_field
        return rows, Column(name, field, descending=term.descending, nulls_first=nulls_first)


def _page(rows: models.QuerySet, columns: list[Column], cursor: Cursor | None, size: int) -> KeysetPage[Any]:
    """Run the query of one page and say which pages lie beside it."""
    back = cursor is not None and cursor.back
    walked = [column.reversed() for column in columns] if back else columns
    rows = rows.order_by(*(column.ordering() for column in walked))
    if cursor:
        rows = rows.filter(_beyond(walked, cursor.values))
    found = list(rows[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    return KeysetPage(
        found,
        next=_cursor(columns, found[-1], back=False) if found and (more or back) else "",
        previous=_cursor(columns, found[0], back=True) if found and (more if back else cursor) else "",
    )


def _as_order_by(term: Any) -> OrderBy:
    """Give a term of order_by or Meta.ordering as an expression."""
    if isinstance(term, OrderBy):
        return term
    if isinstance(term, str):
        if term == "?":
            raise ValueError("a random order has no pages")
        return OrderBy(F(term.lstrip("-+")), descending=term.startswith("-"))
    return term.asc()


def _plain_field(model: type[models.Model], name: str) -> models.Field | None:
    """Give the model's own field of this column, if there is one. Raises: ValueError for a relation."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return next((field for field in model._meta.concrete_fields if field.attname == name), None)
    if not isinstance(field, models.Field) or field.is_relation:
        raise ValueError(f"order by {name}_id or by a column of {name}, not by the relation")
    return field


def _path_is_nullable(model: type[models.Model], name: str) -> bool:
    """Tell whether a path such as `topic__title` can end in null; an annotation is taken not to."""
    if "__" not in name:
        return False
    related: Any = model
    for part in name.split("__"):
        try:
            field = related._meta.get_field(part)
        except (AttributeError, FieldDoesNotExist):
            return False
        if field.null:
            return True
        related = field.related_model
    return False


def _beyond(columns: list[Column], values: Sequence[Any]) -> Q | _RowBeyond:
    """Keep the rows that come after `values` in the order of `columns`."""
    first = columns[0]
    if all(column.nulls_first is None and column.descending == first.descending for column in columns):
        return _RowBeyond(columns, values)
    condition = columns[-1].beyond(values[-1])
    for column, value in zip(columns[-2::-1], values[-2::-1], strict=True):
        condition = column.beyond(value) | (column.equal(value) & condition)
    if first.nulls_first is None:  # an index on the first column can begin here
        condition &= Q(**{f"{first.name}__{'lte' if first.descending else 'gte'}": values[0]})
    return condition


def _cursor(columns: list[Column], row: Any, *, back: bool) -> str:
    """Write the cursor of one row. Raises: ValueError for a null in a column that was taken never to be null."""
    values = [row[column.name] if isinstance(row, dict) else getattr(row, column.name) for column in columns]
    for column, value in zip(columns, values, strict=True):
        if value is None and column.nulls_first is None:
            raise ValueError(f"{column.name} is null: order it with nulls_first or nulls_last")
    return write_cursor(Cursor(tuple(values), back=back))
