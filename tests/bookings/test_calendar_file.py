"""What we write is read back by others' programs: zone, UID and sequence stay over changes of the clocks."""

import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given
from hypothesis import strategies as st

from cmkc.bookings.calendar_file import Entry, calendar, escaped, folded

pytestmark = pytest.mark.once
ZONES = [
    "Europe/Berlin", "Europe/London", "Europe/Dublin", "Europe/Lisbon", "America/New_York", "America/Chicago",
    "America/Los_Angeles", "America/St_Johns", "America/Santiago", "America/Nuuk", "Australia/Sydney",
    "Australia/Lord_Howe", "Pacific/Auckland", "Africa/Casablanca", "Africa/Cairo",
]  # fmt: skip


def settings_of_the_clocks(name, year=2027):
    """Both moments of a year at which a zone's clocks are set, found hour by hour."""
    zone, hour = ZoneInfo(name), datetime(year, 1, 1, tzinfo=UTC)
    found = []
    while hour.year == year:
        following = hour + timedelta(hours=1)
        if hour.astimezone(zone).utcoffset() != following.astimezone(zone).utcoffset():
            found.append(following)
        hour = following
    return found[:2]


CASES = [(zone, moment) for zone in ZONES for moment in settings_of_the_clocks(zone)]


def entry(starts, *, hours=3.0, zone="UTC", **fields):
    given = {"uid": "one@example.org", "sequence": 4, "title": "Workshop", "status": "CONFIRMED"} | fields
    return Entry(starts=starts, ends=starts + timedelta(hours=hours), time_zone=zone, changed=starts, **given)


def written(*entries, **words):
    return calendar(entries, **({"name": "Bookings", "organiser": "site@example.org"} | words))


def event_in(text):
    return next(iter(icalendar.Calendar.from_ical(text).walk("VEVENT")))


def by_own_rules(text, name):
    """The zone as the file itself describes it, read by dateutil: no zone of this machine is asked."""
    return tzical(io.StringIO(text.decode().replace("\r\n ", "").replace("\r\n", "\n"))).get(name)


def test_there_are_thirty_cases():
    assert len(CASES) == 30


@pytest.mark.parametrize(("zone", "moment"), CASES)
@pytest.mark.parametrize("before", [90, -45], ids=["across", "after"])
def test_a_change_of_the_clocks_is_read_back(zone, moment, before):
    starts = moment - timedelta(minutes=before)
    made = entry(starts, zone=zone, uid=f"{moment:%s}@example.org", sequence=7)
    text = written(made)
    event = event_in(text)
    assert event.start.astimezone(UTC) == starts  # times that occur twice equal nothing in another zone
    assert event.end.astimezone(UTC) == made.ends
    assert (str(event["UID"]), event["SEQUENCE"]) == (made.uid, 7)
    for name in ("DTSTART", "DTEND"):
        local = event[name].dt
        if event[name].params.get("TZID"):  # the second of a doubled hour is written in UTC
            assert event[name].params["TZID"] == zone
            by_file = local.replace(tzinfo=by_own_rules(text, zone), fold=0)
            assert by_file.astimezone(UTC) == local.astimezone(UTC)
        else:
            assert (starts if name == "DTSTART" else made.ends).astimezone(ZoneInfo(zone)).fold == 1
    assert str(next(iter(icalendar.Calendar.from_ical(text).walk("VTIMEZONE")))["TZID"]) == zone


@pytest.mark.parametrize("zone", ZONES)
def test_the_zone_in_the_file_agrees_with_the_zone_on_every_day_of_its_year(zone):
    noon = datetime(2027, 1, 1, 12, tzinfo=UTC)
    ours = by_own_rules(written(entry(noon, zone=zone)), zone)
    for day in range(365):
        at = (noon + timedelta(days=day)).astimezone(ZoneInfo(zone))
        assert at.replace(tzinfo=ours).utcoffset() == at.utcoffset(), at


def test_the_second_of_a_doubled_hour_is_no_other_moment():
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)  # 02:30 in Berlin for the second time
    assert event_in(written(entry(second, zone="Europe/Berlin"))).start.astimezone(UTC) == second
    first = second - timedelta(hours=1)
    assert event_in(written(entry(first, zone="Europe/Berlin")))["DTSTART"].params["TZID"] == "Europe/Berlin"


def test_a_zone_stands_once_however_many_entries_are_in_it():
    starts = datetime(2027, 3, 1, 9, tzinfo=UTC)
    text = written(*(entry(starts + timedelta(days=400 * at), zone="Europe/Berlin", uid=f"{at}") for at in range(3)))
    assert text.count(b"BEGIN:VTIMEZONE") == 1
    assert len(list(icalendar.Calendar.from_ical(text).walk("VEVENT"))) == 3


def test_what_was_cancelled_says_so():
    made = entry(datetime(2027, 3, 1, 9, tzinfo=UTC), status="CANCELLED", sequence=9)
    read = icalendar.Calendar.from_ical(written(made, method="CANCEL"))
    assert str(read["METHOD"]) == "CANCEL"
    assert str(event_in(written(made))["STATUS"]) == "CANCELLED"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n,;\\:"), max_size=300),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(',;\\"'), min_size=1, max_size=90),
)
def test_any_text_comes_back_as_it_was_and_no_line_is_too_long(text, title):
    made = written(entry(datetime(2027, 3, 1, 9, tzinfo=UTC), text=text, title=title))
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
    event = event_in(made)
    assert str(event["SUMMARY"]) == title
    assert str(event.get("DESCRIPTION", "")) == text


def test_nothing_that_was_typed_begins_a_line_of_its_own():
    made = written(entry(datetime(2027, 3, 1, 9, tzinfo=UTC), title="A\r\nBEGIN:VALARM\rX", place="a\x00b\x07"))
    assert b"\r\nBEGIN:VALARM" not in made
    assert escaped("a\x00b\tc") == "ab\tc"


def test_a_folded_line_cuts_no_character():
    parts = list(folded("SUMMARY:" + "é" * 100))
    assert all(len(part) <= 75 for part in parts)
    assert b"".join([parts[0], *(part[1:] for part in parts[1:])]).decode() == "SUMMARY:" + "é" * 100
