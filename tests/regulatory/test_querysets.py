import datetime
from dataclasses import dataclass

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from cmkc import roles
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.actions import record_change_of_law, record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import Statement
from cmkc.regulatory.vocabulary import Reason
from tests.accounts.factories import UserFactory
from tests.proofs import full_size, record
from tests.regulatory.factories import draft, entry, statement

DATES = ["2019", "2020", "2020-06", "2020-06-15", "2021", "2021-03", "2022-01-01", "2023"]
DAYS = [datetime.date(2018, 7, 1), datetime.date(2020, 1, 1), datetime.date(2020, 6, 20), datetime.date(2021, 3, 1),
        datetime.date(2022, 1, 1), datetime.date(2024, 2, 29)]  # fmt: skip

dates = st.none() | st.sampled_from(DATES).map(PartialDate)
edits = st.lists(
    st.tuples(st.sampled_from(["add", "correct", "law", "withdraw"]), dates, dates, st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


@dataclass
class Known:
    """What the oracle remembers of one published row: plain days, and numbers of edits for times of recording."""

    text: str
    begin: datetime.date
    end: datetime.date
    recorded: int
    closed: int = 10**9

    def holds(self, day, edit):
        return self.begin <= day < self.end and self.recorded <= edit < self.closed


class Oracle:
    """The record kept in a list: the same edits, without a database."""

    def __init__(self):
        self.rows = []

    def open_rows(self):
        return [row for row in self.rows if row.closed == 10**9]

    def fits(self, begin, end, without=None):
        others = [row for row in self.open_rows() if row is not without]
        return begin < end and all(end <= row.begin or row.end <= begin for row in others)

    def add(self, text, begin, end, edit):
        self.rows.append(Known(text, begin, end, edit))

    def at(self, day, edit):
        return sorted(row.text for row in self.rows if row.holds(day, edit))


def first_day(date):
    return datetime.date.min if date is None else date.earliest


def last_day(date):
    return datetime.date.max if date is None else date.earliest


@pytest.mark.proof
class TestHistories(TestCase):
    """Random histories of one cell, read at every pair of times, equal what a list of plain rows says."""

    def test_every_history_reads_as_the_oracle_says(self):
        self.reads_as_the_oracle_says()
        record("regulatory-histories", histories=full_size(5_000), days=len(DAYS))

    @settings(
        max_examples=full_size(5_000), deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
    )
    @given(edits)
    def reads_as_the_oracle_says(self, steps):
        oracle, moments, place = Oracle(), [], entry(jurisdiction="us", topic="rtrt")
        for number, step in enumerate(steps):
            self.edit(oracle, number, step, place)
            rows = Statement.objects.all()
            latest = max([m for row in rows for m in (row.recorded_from, row.recorded_to) if m], default=None)
            moments.append(latest)
        for number, moment in enumerate(moments):
            for day in DAYS:
                rows = Statement.objects.published().at(day, moment) if moment else Statement.objects.none()
                assert sorted(row.summary for row in rows) == oracle.at(day, number), (number, day)
            rows = Statement.objects.published() if moment else []
            held = [row.summary for row in rows if row.holds_on(DAYS[2]) and row.stood_at(moment)]
            assert sorted(held) == oracle.at(DAYS[2], number)
        for day in DAYS:
            now = Statement.objects.published().at(day)
            assert sorted(row.summary for row in now) == oracle.at(day, len(steps))

    def edit(self, oracle, number, step, place):
        """Make one edit on both sides; both refuse the same ones."""
        what, begin, end, choice = step
        standing = oracle.open_rows()
        text = f"edit {number}"
        old = standing[choice % len(standing)] if standing else None
        if what == "add" or old is None:
            allowed = oracle.fits(first_day(begin), last_day(end))
            new = entry(jurisdiction="us", topic="rtrt", summary=text, valid_from=begin, valid_to=end)
            self.written(allowed, lambda: record_statement(new))
            if allowed:
                oracle.add(text, first_day(begin), last_day(end), number)
            return
        row = Statement.objects.current().published().get(summary=old.text)
        getattr(self, what)(oracle, number, (old, row), (begin, end))

    def correct(self, oracle, number, both, dates):
        old, row = both
        begin, end = first_day(dates[0]), last_day(dates[1])
        allowed = oracle.fits(begin, end, without=old)
        new = entry_of(row, summary=f"edit {number}", valid_from=dates[0], valid_to=dates[1], reason=Reason.CORRECTED)
        self.written(allowed, lambda: record_statement(new, replaces=row))
        if allowed:
            old.closed = number
            oracle.add(f"edit {number}", begin, end, number)

    def law(self, oracle, number, both, dates):
        old, row = both
        begin = dates[0]
        allowed = begin is not None and old.begin < begin.earliest < old.end and old.end == datetime.date.max
        new = entry(
            jurisdiction="us", topic="rtrt", summary=f"edit {number}", valid_from=begin, reason=Reason.LAW_CHANGED
        )
        if begin is not None and not allowed:
            return  # ends outside its own period: other refusals than the one tested here
        self.written(allowed, lambda: record_change_of_law(row, new))
        if allowed and oracle.fits(begin.earliest, datetime.date.max, without=old):
            old.closed = number
            oracle.add(old.text, old.begin, begin.earliest, number)
            oracle.add(f"edit {number}", begin.earliest, datetime.date.max, number)

    def withdraw(self, oracle, number, both, _dates):
        old, row = both
        if Statement.objects.current().drafts().exists():
            return
        new = entry_of(row, state="draft", reason=Reason.WITHDRAWN)
        self.written(True, lambda: record_statement(new, replaces=row))
        old.closed = number

    def written(self, allowed, write):
        """Write, or be refused, as the oracle expects."""
        if allowed:
            write()
        else:
            with pytest.raises(ValidationError):
                write()


@pytest.mark.django_db
def test_drafts_show_to_editors_and_to_nobody_else():
    published, waiting = statement(), draft()
    for reader in (AnonymousUser(), UserFactory(), UserFactory(roles=[roles.REVIEWER])):
        assert list(Statement.objects.visible_to(reader)) == [published]
    for reader in (UserFactory(roles=[roles.EDITOR]), UserFactory(administrator=True)):
        assert set(Statement.objects.visible_to(reader)) == {published, waiting}


@pytest.mark.django_db
def test_an_unknown_start_counts_at_every_date():
    made = statement(valid_from=None)
    assert list(Statement.objects.at(datetime.date(1900, 1, 1))) == [made]


@pytest.mark.django_db
def test_cells_are_found_by_their_names_and_no_others():
    wanted = statement(jurisdiction="us", topic="rtrt")
    statement(jurisdiction="us", topic="pat")
    assert list(Statement.objects.of_cells(["us/rtrt", "eu/pat", "nonsense"])) == [wanted]
    assert not Statement.objects.of_cells([]).exists()
