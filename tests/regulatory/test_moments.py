import datetime

import pytest
import time_machine
from django.core.exceptions import ValidationError

from cmkc.regulatory.moments import now, read_moment, written

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def _at_noon():
    with time_machine.travel(NOON, tick=False):
        yield


def test_nothing_given_is_the_present():
    assert read_moment("", "") == now()
    assert read_moment("", "").is_now
    assert now().as_of == NOON.date()


def test_a_day_of_recording_means_its_end():
    known = read_moment("2024-06-30", "2025-01-01").known_at
    assert known == datetime.datetime(2025, 1, 1, 23, 59, 59, 999999, tzinfo=datetime.UTC)


def test_a_moment_of_recording_is_kept_to_the_microsecond():
    text = "2026-11-22T11:30:00.000017Z"
    assert written(read_moment("", text).known_at) == text


def test_links_stay_at_the_moment_as_it_was_given():
    moment = read_moment("2024-06-30", "2025-01-01")
    assert moment.query == "?as_of=2024-06-30&known_at=2025-01-01"
    assert read_moment("2024-06-30", "").query == "?as_of=2024-06-30"


@pytest.mark.parametrize(
    ("as_of", "known_at", "field", "says"),
    [
        ("2024", "", "as_of", "Write it as 2024-06-30"),
        ("2024-02-30", "", "as_of", "is no day"),
        ("20240630", "", "as_of", "is no day"),
        ("1066-10-14", "", "as_of", "between the years 1900 and 2100"),
        ("<script>", "", "as_of", "is no day"),
        ("", "yesterday", "known_at", "is no day or moment"),
        ("", "2026-11-22T12:00:00", "known_at", "is no day or moment"),
        ("", "2026-11-23", "known_at", "Nobody knows yet"),
        ("", "2026-11-22T12:00:01Z", "known_at", "Nobody knows yet"),
        ("", "2026-13-01T12:00:01Z", "known_at", "is no day or moment"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(as_of, known_at, field, says):
    with pytest.raises(ValidationError) as refused:
        read_moment(as_of, known_at)
    assert list(refused.value.message_dict) == [field]
    assert says in refused.value.message_dict[field][0]


def test_both_faults_are_named_at_once():
    with pytest.raises(ValidationError) as refused:
        read_moment("x", "y")
    assert set(refused.value.message_dict) == {"as_of", "known_at"}
