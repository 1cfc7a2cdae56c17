"""When a digest is due: every morning, or Monday morning, by the reader's own clock."""

import zoneinfo
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from cmkc.core.notices import WEEKLY

MORNING = time(7)


@dataclass(frozen=True)
class Period:
    """What one digest covers: all that was told until `due_at` and stood in no mail before. A reader has it once."""

    name: str
    due_at: datetime


def zone_called(name: str) -> tzinfo:
    """Give a time zone; UTC for a name that this machine does not know."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return UTC


def latest(pace: str, zone: str, now: datetime) -> Period:
    """Give the period that was due last at or before `now`: `2026-11-22`, or `2026-W47` for a week."""
    local = now.astimezone(zone_called(zone))
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    if pace == WEEKLY:
        day -= timedelta(days=day.weekday())
    name = f"{day:%G-W%V}" if pace == WEEKLY else day.isoformat()
    return Period(name, datetime.combine(day, MORNING, local.tzinfo))
