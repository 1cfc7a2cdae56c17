"""Cursors: the place in a list as opaque text for an address, read with suspicion."""

import base64
import binascii
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

MOST_LETTERS = 4000
LARGEST_INTEGER = 2**63


@dataclass(frozen=True)
class Cursor:
    """The order columns of one row, and which way to go from it."""

    values: tuple[Any, ...]
    back: bool = False


def write_cursor(cursor: Cursor) -> str:
    """Write a cursor as text that is safe in an address."""
    content = [int(cursor.back), *(_plain(value) for value in cursor.values)]
    packed = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read_cursor(text: str | None, fields: Sequence[models.Field], nullable: Sequence[bool]) -> Cursor | None:
    """Read a cursor for columns of these fields; None when it is missing or wrong in any way."""
    if not text or len(text) > MOST_LETTERS:
        return None
    try:
        packed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        back, *values = json.loads(packed, parse_constant=_refuse)
        if back not in (0, 1) or len(values) != len(fields):
            return None
        return Cursor(tuple(map(_value, values, fields, nullable)), back=bool(back))
    except (ValueError, TypeError, ArithmeticError, RecursionError, binascii.Error, ValidationError):
        return None


def _plain(value: Any) -> str | int | float | bool | None:
    """Give a column's value as JSON keeps it, in full precision."""
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"a list can't be walked by a column of {type(value).__name__}")


def _value(given: Any, field: models.Field, nullable: bool) -> Any:  # noqa: FBT001  (called by map)
    """Read one column's value. Raises: ValueError and the like when no database would take it."""
    if isinstance(given, list | dict) or (given is None and not nullable):
        raise TypeError("not a value")
    value = field.to_python(given)
    if isinstance(value, str):
        value.encode()  # half a surrogate pair is refused here
        if "\x00" in value:
            raise ValueError("PostgreSQL keeps no NUL")
    if isinstance(value, datetime):
        value.astimezone(UTC)  # a moment without a zone is refused by the comparison below, one beyond year 9999 here
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
    _check_number(value)
    return value


def _check_number(value: Any) -> None:
    """Refuse numbers that a column can't hold. Raises: ValueError."""
    if isinstance(value, int) and not -LARGEST_INTEGER <= value < LARGEST_INTEGER:
        raise ValueError("too large")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("not a number")
    if isinstance(value, Decimal) and (not value.is_finite() or abs(value.adjusted()) > 100):  # noqa: PLR2004
        raise ValueError("not a number")


def _refuse(name: str) -> None:
    raise ValueError(name)
