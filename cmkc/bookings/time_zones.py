"""VTIMEZONE: how a zone's clocks were set around some dates, read from the zone's own data (zoneinfo)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

STEP = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Clock:
    """How clocks stand: ahead of UTC by so much, under which name, in summer time or not."""

    offset: timedelta
    name: str
    summer: bool


def clock_at(zone: ZoneInfo, moment: datetime) -> Clock:
    """Tell how the zone's clocks stand at a moment."""
    local = moment.astimezone(zone)
    return Clock(local.utcoffset() or timedelta(), local.tzname() or "", bool(local.dst()))


def transitions(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[tuple[datetime, Clock, Clock]]:
    """Give each moment, in UTC, at which the clocks are set, with how they stood before and after.

    Looks once for each day and then halves the day: no zone has set its clocks twice within one.
    """
    at, before = begin, clock_at(zone, begin)
    while at < end:
        after = clock_at(zone, at + STEP)
        if after != before:
            yield _first_second(zone, at, before), before, after
            before = after
        at += STEP


def _first_second(zone: ZoneInfo, low: datetime, before: Clock) -> datetime:
    """Find the second from which the clocks no longer stand as `before`, within a day from `low`."""
    left, right = 0, int(STEP / SECOND)
    while right - left > 1:
        middle = (left + right) // 2
        if clock_at(zone, low + middle * SECOND) == before:
            left = middle
        else:
            right = middle
    return low + right * SECOND


@lru_cache(maxsize=256)
def zone_lines(name: str, first_year: int, last_year: int) -> tuple[str, ...]:
    """Write a VTIMEZONE that is right from the beginning of one year to the end of another, unfolded.

    Each setting of the clocks stands as a date of its own: no rule is guessed that the zone may not keep.
    """
    zone = ZoneInfo(name)
    begin, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 2, tzinfo=UTC)
    first = clock_at(zone, begin)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{name}", *_observance(begin, first, first)]
    for moment, before, after in transitions(zone, begin, end):
        lines += _observance(moment, before, after)
    return (*lines, "END:VTIMEZONE")


def _observance(moment: datetime, before: Clock, after: Clock) -> list[str]:
    """Write one setting of the clocks; its beginning is said on the clocks as they stood before."""
    kind = "DAYLIGHT" if after.summer else "STANDARD"
    onset = (moment + before.offset).strftime("%Y%m%dT%H%M%S")
    return [
        f"BEGIN:{kind}",
        f"DTSTART:{onset}",
        f"TZOFFSETFROM:{_offset(before.offset)}",
        f"TZOFFSETTO:{_offset(after.offset)}",
        f"TZNAME:{after.name}",
        f"END:{kind}",
    ]


def _offset(offset: timedelta) -> str:
    """Write an offset as +hhmm, with seconds where a zone had them."""
    total = int(offset.total_seconds())
    sign, total = ("-", -total) if total < 0 else ("+", total)
    hours, rest = divmod(total, 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{sign}{hours:02d}{minutes:02d}" + (f"{seconds:02d}" if seconds else "")
