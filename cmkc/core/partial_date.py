"""Partial dates: `2023`, `2023-05` or `2023-07-10`, kept and shown exactly as far as they are known."""

import calendar
import contextlib
import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.lookups import GreaterThanOrEqual, LessThan
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
INVALID = _("“%(value)s” is no date. Write a year (2023), a month (2023-05) or a day (2023-07-10).")


class Precision(StrEnum):
    """How far a partial date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


_PRECISIONS = {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}


class PartialDate(str):
    """A year, a month or a day, as its ISO 8601 text.

    The text sorts as dates do: by the earliest day it can mean, the less precise first (2023 < 2023-01 < 2023-01-01),
    in Python, in SQLite and in PostgreSQL alike. Being text, it goes into JSON and templates as it was given.
    """

    __slots__ = ()

    def __new__(cls, value: object) -> Self:
        """Take the text or a day. Raises: ValueError when it is no date of the years 1 to 9999."""
        text = _day_of(value).isoformat() if isinstance(value, date) else str(value)
        match = PATTERN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is no year, month or day")
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
        return super().__new__(cls, text)

    @property
    def precision(self) -> Precision:
        """Tell whether a year, a month or a day is known."""
        return _PRECISIONS[len(self)]

    @property
    def earliest(self) -> date:
        """Give the first day that it can mean."""
        return date.fromisoformat(self + "-01-01"[len(self) - 4 :])

    @property
    def latest(self) -> date:
        """Give the last day that it can mean."""
        first = self.earliest
        if self.precision == Precision.DAY:
            return first
        month = 12 if self.precision == Precision.YEAR else first.month
        return first.replace(month=month, day=calendar.monthrange(first.year, month)[1])

    @property
    def shown(self) -> str:
        """Write it in the reader's language, no more precise than it is."""
        if self.precision == Precision.YEAR:
            return str(self)
        return date_format(self.earliest, "DATE_FORMAT" if self.precision == Precision.DAY else "YEAR_MONTH_FORMAT")


def _day_of(value: date) -> date:
    """Give the day of a date, and of a moment in the site's time zone."""
    if isinstance(value, datetime):
        return timezone.localdate(value) if timezone.is_aware(value) else value.replace(tzinfo=UTC).date()
    return value


def _begins_with(day: date) -> str:
    """Give the least precise partial date whose earliest day is `day`: nothing earlier sorts at or after it."""
    return _day_of(day).isoformat().removesuffix("-01").removesuffix("-01")


class _Attribute(DeferredAttribute):
    """Turns text given to a field into a PartialDate at once; what is no date stays, so that `full_clean` names it."""

    def __set__(self, instance: models.Model, value: Any) -> None:
        if isinstance(value, str | date):
            with contextlib.suppress(ValidationError):
                value = self.field.to_python(value)
        instance.__dict__[self.field.attname] = value


class PartialDateFormField(forms.CharField):
    """Asks for a partial date in one text box."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 10, "empty_value": None}
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> PartialDate | None:
        """Read what was typed. Raises: ValidationError that says which forms are right."""
        return _read(super().to_python(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Show the longest form as the example."""
        return {"placeholder": "2023-07-10", "autocomplete": "off"} | super().widget_attrs(widget)


def _read(value: Any) -> PartialDate | None:
    """Read a partial date, None for nothing. Raises: ValidationError."""
    if value in (None, ""):
        return None
    try:
        return value if isinstance(value, PartialDate) else PartialDate(value)
    except ValueError as error:
        raise ValidationError(INVALID, code="invalid", params={"value": str(value)[:40]}) from error


class PartialDateField(models.CharField):
    """A partial date, stored as its text, so that the database sorts it and an index serves it.

    With a partial date or text, `lt`, `lte`, `gt`, `gte` and `exact` compare in the order of PartialDate. With a
    `date`, the four compare the earliest day: `begins__lte=today` keeps what began at the latest today, and 2023
    counts as 2023-01-01. An optional one takes `null=True, blank=True`; nothing is None, never "".
    """

    description = _("Year, month or day")
    empty_strings_allowed = False
    descriptor_class = _Attribute

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"max_length": 10})

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Leave out the length, which is the same everywhere."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, list(args), kwargs

    def from_db_value(self, value: str | None, _expression: Any, _connection: Any) -> PartialDate | None:
        """Take what the database kept; it was checked on its way in."""
        return None if value is None else str.__new__(PartialDate, value)

    def to_python(self, value: Any) -> PartialDate | None:
        """Read a value. Raises: ValidationError when it is no date."""
        return _read(value)

    def get_prep_value(self, value: Any) -> str | None:
        """Give the text that is stored."""
        read = _read(models.Field.get_prep_value(self, value))
        return None if read is None else str(read)

    def value_to_string(self, obj: models.Model) -> str:
        """Write the value for a serializer or a revision."""
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        """Ask with a PartialDateFormField."""
        return models.Field.formfield(self, **{"form_class": PartialDateFormField} | kwargs)


@PartialDateField.register_lookup
class _Before(LessThan):
    """`lt` with a day: begins before that day."""

    def get_prep_lookup(self) -> Any:
        if isinstance(self.rhs, date):
            return _begins_with(self.rhs)
        return super().get_prep_lookup()


@PartialDateField.register_lookup
class _From(GreaterThanOrEqual):
    """`gte` with a day: begins on that day or later."""

    def get_prep_lookup(self) -> Any:
        if isinstance(self.rhs, date):
            return _begins_with(self.rhs)
        return super().get_prep_lookup()
