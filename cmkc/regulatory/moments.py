"""The two times at which the comparison can be read: the day it is about, and the moment of our record."""

import datetime
import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?Z")
FIRST_YEAR, LAST_YEAR = 1900, 2100

NO_DAY = _("“%(value)s” is no day. Write it as 2024-06-30.")
NO_INSTANT = _("“%(value)s” is no day or moment. Write it as 2025-01-01 or 2025-01-01T12:30:00Z.")
OUT_OF_RANGE = _("Give a day between the years %(first)s and %(last)s.")
NOT_YET = _("Nobody knows yet what will be recorded by %(value)s. Give a day up to today.")


@dataclass(frozen=True, slots=True)
class Moment:
    """What held on `as_of`, as our record stood at `known_at` (None: as it stands now)."""

    as_of: datetime.date
    known_at: datetime.datetime | None = None
    parameters: tuple[tuple[str, str], ...] = ()
    """What the reader gave, for links that stay at this moment."""

    @property
    def is_now(self) -> bool:
        """Tell whether the reader asked for no other time than the present."""
        return not self.parameters

    @property
    def query(self) -> str:
        """Give the part of an address that keeps this moment: "" or "?as_of=…"."""
        return f"?{urlencode(self.parameters)}" if self.parameters else ""

    def given(self, name: str) -> str:
        """Give what the reader wrote for `as_of` or `known_at`, or ""."""
        return dict(self.parameters).get(name, "")


def now() -> Moment:
    """Give the present: what holds today, as the record stands."""
    return Moment(timezone.now().date())


def read_day(text: str) -> datetime.date:
    """Read `as_of`. Raises: ValidationError with a sentence that says what to write."""
    try:
        day = datetime.date.fromisoformat(text) if DAY.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValidationError(NO_DAY, params={"value": text[:40]})
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(OUT_OF_RANGE, params={"first": FIRST_YEAR, "last": LAST_YEAR})
    return day


def is_day(text: str) -> bool:
    """Tell whether a text is a day as `read_day` takes it."""
    try:
        read_day(text)
    except ValidationError:
        return False
    return True


def read_instant(text: str) -> datetime.datetime:
    """Read `known_at`: a moment in UTC, or a day, which means its end. Raises: ValidationError with a sentence."""
    if DAY.fullmatch(text):
        day = read_day(text)
        if day > timezone.now().date():
            raise ValidationError(NOT_YET, params={"value": text})
        return datetime.datetime.combine(day, datetime.time.max, datetime.UTC)
    try:
        instant = datetime.datetime.fromisoformat(text) if INSTANT.fullmatch(text) else None
    except ValueError:
        instant = None
    if instant is None:
        raise ValidationError(NO_INSTANT, params={"value": text[:40]})
    if instant > timezone.now():
        raise ValidationError(NOT_YET, params={"value": text})
    return instant


def read_moment(as_of: str, known_at: str) -> Moment:
    """Read both times as a reader gave them; "" is the present. Raises: ValidationError naming the field."""
    errors: dict[str, ValidationError] = {}
    day, instant = timezone.now().date(), None
    try:
        day = read_day(as_of) if as_of else day
    except ValidationError as error:
        errors["as_of"] = error
    try:
        instant = read_instant(known_at) if known_at else None
    except ValidationError as error:
        errors["known_at"] = error
    if errors:
        raise ValidationError(errors)
    given = (("as_of", as_of), ("known_at", known_at))
    return Moment(day, instant, tuple((name, value) for name, value in given if value))


def written(instant: datetime.datetime) -> str:
    """Write a moment as an address takes it, in UTC and to the microsecond."""
    return instant.astimezone(datetime.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
