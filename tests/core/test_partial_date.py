"""Partial dates sort alike in Python and in the database, show what is known, and refuse what is no date."""

import json
from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db.models import CharField
from django.template import Context, Template
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from cmkc.core.partial_date import PartialDate, PartialDateField, PartialDateFormField, Precision
from tests.core.rows import Row, make_table

days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))
partial_dates = st.builds(lambda day, length: PartialDate(day.isoformat()[:length]), days, st.sampled_from([4, 7, 10]))
RANK = {Precision.YEAR: 0, Precision.MONTH: 1, Precision.DAY: 2}


@given(partial_dates, partial_dates)
def test_the_order_is_by_earliest_day_then_precision(one, other):
    assert (one < other) == ((one.earliest, RANK[one.precision]) < (other.earliest, RANK[other.precision]))


@given(partial_dates)
def test_it_is_shown_and_kept_as_it_was_given(value):
    assert PartialDate(str(value)) == value
    assert json.loads(json.dumps({"date": value})) == {"date": str(value)}
    assert value.earliest <= value.latest
    assert value.earliest.isoformat().startswith(value)
    assert value.latest.isoformat().startswith(value)


def test_the_latest_day_knows_months_and_leap_years():
    assert PartialDate("2024-02").latest == date(2024, 2, 29)
    assert PartialDate("2023-02").latest == date(2023, 2, 28)
    assert PartialDate("2023").latest == date(2023, 12, 31)
    assert PartialDate("2023-07-10").latest == date(2023, 7, 10)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "23",
        "2023-13",
        "2023-00",
        "2023-02-30",
        "2023-2",
        "2023-02-1",
        "0000",
        "2023-02-03T00:00",
        "2023-",
        " 2023",
        "\uff12\uff10\uff12\uff13",
        "2023\n",
        "20230710",
        "-2023",
        None,
        20231,
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(
        ValueError, match=r"no year, month or day|month must be|day is out of range|day .* must be|year"
    ):
        PartialDate(text)


def test_it_is_written_in_the_readers_language():
    with translation.override("en"):
        assert PartialDate("2023").shown == "2023"
        assert PartialDate("2023-05").shown == "May 2023"
        assert "10" in PartialDate("2023-07-10").shown
        assert "July" in PartialDate("2023-07-10").shown
    with translation.override("es"):
        assert PartialDate("2023-05").shown == "mayo de 2023"


def test_the_template_filter_gives_a_machine_readable_time():
    page = Template("{% load content %}{{ value|partial_date }}")
    with translation.override("en"):
        html = page.render(Context({"value": PartialDate("2023-05")}))
    assert html == '<time datetime="2023-05">May 2023</time>'
    assert page.render(Context({"value": None})) == ""


def test_a_form_takes_text_and_says_what_is_right():
    class DateForm(forms.Form):
        begins = PartialDateFormField(required=False)

    assert DateForm({"begins": " 2023-05 "}).is_valid()
    form = DateForm({"begins": "2023-05"})
    form.full_clean()
    assert form.cleaned_data["begins"].precision == Precision.MONTH
    empty = DateForm({"begins": ""})
    empty.full_clean()
    assert empty.cleaned_data["begins"] is None
    wrong = DateForm({"begins": "May 2023"})
    assert "2023-07-10" in wrong.errors["begins"][0]
    assert 'value="2023-05"' in str(form["begins"])


def test_the_field_makes_its_form_field_and_migrates_without_a_length():
    field = PartialDateField("begins", null=True, blank=True)
    assert isinstance(field.formfield(), PartialDateFormField)
    _name, path, _args, kwargs = field.deconstruct()
    assert path == "cmkc.core.partial_date.PartialDateField"
    assert "max_length" not in kwargs
    assert isinstance(field, CharField)


def test_a_wrong_value_is_named_by_field_when_the_row_is_checked():
    row = Row(begins="2023-13")
    with pytest.raises(ValidationError) as caught:
        row.clean_fields(exclude=["name", "at", "mark"])
    assert list(caught.value.message_dict) == ["begins"]
    assert Row(begins="2023-05").begins.latest == date(2023, 5, 31)
    assert Row(begins=date(2023, 5, 1)).begins == "2023-05-01"
    assert Row(begins="").begins is None


def test_a_serializer_writes_and_reads_it():
    written = serializers.serialize("python", [Row(pk=1, begins="2023-05")])
    assert written[0]["fields"]["begins"] == "2023-05"
    assert Row._meta.get_field("begins").value_to_string(Row(begins="2023-05")) == "2023-05"
    assert Row._meta.get_field("begins").value_to_string(Row()) == ""


@pytest.mark.django_db
class TestInTheDatabase:
    ASCENDING = (
        "2022-12-31",
        "2023",
        "2023-01",
        "2023-01-01",
        "2023-02",
        "2023-02-01",
        "2023-02-02",
        "2023-10",
        "2024",
    )

    @pytest.fixture(autouse=True)
    def _rows(self):
        make_table()
        for text in reversed(self.ASCENDING):
            Row.objects.create(begins=text)
        Row.objects.create(begins=None)

    def values(self, **lookup):
        return list(Row.objects.filter(**lookup).order_by("begins").values_list("begins", flat=True))

    def test_the_database_sorts_it(self):
        assert self.values(begins__isnull=False) == list(self.ASCENDING)

    def test_it_comes_back_as_a_partial_date(self):
        assert all(isinstance(value, PartialDate) for value in self.values(begins__isnull=False))
        assert Row.objects.get(begins="2023-02").begins.latest == date(2023, 2, 28)
        assert Row.objects.get(begins=None).begins is None

    @pytest.mark.parametrize("day", [date(2023, 1, 1), date(2023, 2, 1), date(2023, 2, 2), date(2023, 5, 5)])
    @pytest.mark.parametrize("lookup", ["lt", "lte", "gt", "gte"])
    def test_a_day_is_compared_with_the_earliest_day(self, day, lookup):
        compare = {"lt": date.__lt__, "lte": date.__le__, "gt": date.__gt__, "gte": date.__ge__}[lookup]
        wanted = [text for text in self.ASCENDING if compare(PartialDate(text).earliest, day)]
        assert self.values(**{f"begins__{lookup}": day}) == wanted

    def test_a_moment_counts_as_its_day(self):
        assert self.values(begins__lt=datetime(2023, 1, 1, 23, tzinfo=UTC)) == ["2022-12-31"]

    @pytest.mark.parametrize("lookup", ["lt", "lte", "gt", "gte"])
    def test_a_partial_date_is_compared_in_its_own_order(self, lookup):
        compare = {"lt": str.__lt__, "lte": str.__le__, "gt": str.__gt__, "gte": str.__ge__}[lookup]
        assert self.values(**{f"begins__{lookup}": "2023-02"}) == [
            text for text in self.ASCENDING if compare(text, "2023-02")
        ]
