"""Writing iCalendar (RFC 5545): escaped, folded at 75 octets, every date with the zone of its place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from cmkc.bookings.time_zones import zone_lines

LONGEST_LINE = 75
PRODUCT = "-//CMKC//Bookings//EN"
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
CONTENT_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Entry:
    """One event of a calendar. `status` is CONFIRMED, TENTATIVE or CANCELLED; `changed` dates what stands here."""

    uid: str
    sequence: int
    starts: datetime
    ends: datetime
    time_zone: str
    title: str
    status: str
    changed: datetime
    place: str = ""
    text: str = ""
    url: str = ""


def calendar(entries: Sequence[Entry], *, name: str, organiser: str, method: str = "PUBLISH") -> bytes:
    """Write a calendar; `organiser` is a mail address, `method` CANCEL where its one entry is cancelled."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", f"METHOD:{method}"]
    lines += [f"X-WR-CALNAME:{escaped(name)}", *_zones(entries)]
    for entry in entries:
        lines += _event(entry, organiser)
    lines.append("END:VCALENDAR")
    return b"".join(part + b"\r\n" for line in lines for part in folded(line))


def _zones(entries: Sequence[Entry]) -> Iterator[str]:
    """Describe each zone once, for all years that its entries touch."""
    years: dict[str, list[int]] = {}
    for entry in entries:
        years.setdefault(entry.time_zone, []).extend((entry.starts.year, entry.ends.year))
    for name in sorted(years):
        yield from zone_lines(name, min(years[name]) - 1, max(years[name]) + 1)


def _event(entry: Entry, organiser: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{entry.uid}"
    yield f"DTSTAMP:{_in_utc(entry.changed)}"
    yield f"LAST-MODIFIED:{_in_utc(entry.changed)}"
    yield f"SEQUENCE:{entry.sequence}"
    yield _date("DTSTART", entry.starts, entry.time_zone)
    yield _date("DTEND", entry.ends, entry.time_zone)
    yield f"SUMMARY:{escaped(entry.title)}"
    yield f"STATUS:{entry.status}"
    yield f"TRANSP:{'OPAQUE' if entry.status == 'CONFIRMED' else 'TRANSPARENT'}"
    yield f"ORGANIZER:mailto:{CONTROL.sub('', organiser)}"
    for name, value in (("LOCATION", entry.place), ("DESCRIPTION", entry.text)):
        if value:
            yield f"{name}:{escaped(value)}"
    if entry.url:
        yield f"URL:{entry.url}"
    yield "END:VEVENT"


def _date(name: str, moment: datetime, zone: str) -> str:
    """Write a date on the clocks of the place.

    When clocks go back an hour comes twice; a bare time then means the first, so that the second is written in UTC.
    """
    local = moment.astimezone(ZoneInfo(zone))
    if local.fold or zone == "UTC":
        return f"{name}:{_in_utc(moment)}"
    return f"{name};TZID={zone}:{local:%Y%m%dT%H%M%S}"


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Write a text as a value: separators and new lines are escaped, other control characters go."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\\", "\\\\")
    for mark in ";,":
        text = text.replace(mark, f"\\{mark}")
    return CONTROL.sub("", text).replace("\n", "\\n")


def folded(line: str) -> Iterable[bytes]:
    """Cut a line into parts of at most 75 octets, never within a character; those that go on begin with a space."""
    part = b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > LONGEST_LINE:
            yield part
            part = b" "
        part += octets
    yield part
