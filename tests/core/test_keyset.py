"""Keyset pages: every row once in both directions, one query of one shape, and no cursor that hurts."""

import base64
import json
import uuid
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Lower
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from cmkc.core.keyset import KeysetQuerySet
from cmkc.core.models import Subject
from tests.core.rows import Row, make_table

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ORDERS = {
    "pk": ("pk",),
    "one column": ("number",),
    "downwards": ("-flag", "-number", "-pk"),
    "mixed": ("-flag", "number", "name"),
    "mixed with pk": ("number", "-pk"),
    "nulls last": (F("at").desc(nulls_last=True), "-number"),
    "nulls first": (F("at").asc(nulls_first=True), "number"),
    "partial dates": (F("begins").desc(nulls_last=True), "name"),
    "decimals": ("-price", "pk"),
    "expression": (Lower("name").desc(), "number"),
}
rows = st.lists(
    st.tuples(
        st.sampled_from(["a", "A", "b", "é", ""]),
        st.integers(-1, 1),
        st.booleans(),
        st.sampled_from([None, NOON, NOON + timedelta(microseconds=1), NOON + timedelta(days=1)]),
        st.sampled_from([Decimal("1.10"), Decimal("10.00")]),
        st.sampled_from([None, "2023", "2023-01"]),
    ),
    max_size=14,
)


@pytest.fixture(autouse=True)
def _table():
    make_table()


def fill(values):
    Row.objects.all().delete()
    Row.objects.bulk_create(
        Row(name=name, number=number, flag=flag, at=at, price=price, begins=begins)
        for name, number, flag, at, price, begins in values
    )


def walk(queryset, size, cursor="", direction="next"):
    """The pages from a cursor on."""
    pages = [queryset.keyset(cursor, size=size)]
    while following := getattr(pages[-1], direction):
        pages.append(queryset.keyset(following, size=size))
    return pages


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=rows, size=st.integers(1, 5))
@example(values=[("a", 0, False, None, Decimal("1.10"), None)] * 6, size=2)
def test_walking_both_ways_gives_every_row_once(order, values, size):
    fill(values)
    queryset = Row.objects.order_by(*order)
    expected = [row.pk for row in queryset.order_by(*order, *(() if order[-1] in {"pk", "-pk"} else tie(order)))]
    forth = walk(queryset, size)
    assert [row.pk for page in forth for row in page] == expected
    assert not forth[0].has_previous
    assert not forth[-1].has_next
    back = walk(queryset, size, forth[-1].previous, "previous") if len(forth) > 1 else []
    assert [row.pk for page in reversed(back) for row in page] == expected[: len(expected) - len(forth[-1])]
    if back:
        assert not back[-1].has_previous
        again = walk(queryset, size, back[-1].next)
        assert [row.pk for page in again for row in page] == expected[len(back[-1]) :]


def tie(order):
    """The primary key in the direction of the last column."""
    last = order[-1]
    return ("-pk",) if (last.startswith("-") if isinstance(last, str) else last.descending) else ("pk",)


@pytest.mark.parametrize("number", [0, 2, 3, 4])
def test_a_first_page_of_rows_that_were_read_already_is_the_same_page(number, django_assert_num_queries):
    fill([("a", place, False, None, Decimal(1), None) for place in range(number)])
    queryset = Row.objects.order_by("-number", "-pk")
    found = list(queryset[:4])
    with django_assert_num_queries(0):
        page = queryset.first_page(found, size=3)
    assert page == queryset.keyset("", size=3)


def test_a_row_that_comes_or_goes_moves_no_other():
    fill([("a", number, False, None, Decimal(1), None) for number in range(6)])
    queryset = Row.objects.order_by("number")
    first = queryset.keyset("", size=2)
    Row.objects.create(number=-5)
    Row.objects.filter(number__in=[1, 3]).delete()
    assert [row.number for row in queryset.keyset(first.next, size=2)] == [2, 4]


def test_a_page_is_one_query_without_count_or_offset():
    fill([("a", number, False, None, Decimal(1), None) for number in range(9)])
    cursor = Row.objects.order_by("number").keyset("", size=3).next
    with CaptureQueriesContext(connection) as queries:
        page = Row.objects.order_by("number").keyset(cursor, size=3)
    assert [row.number for row in page] == [3, 4, 5]
    sql = queries[0]["sql"].upper()
    assert len(queries) == 1
    assert "COUNT(" not in sql
    assert "OFFSET" not in sql
    assert "LIMIT 4" in sql


def plan(queryset, cursor):
    """How the database means to find a page."""
    with CaptureQueriesContext(connection) as queries:
        queryset.keyset(cursor, size=20)
    with connection.cursor() as ask:
        if connection.vendor == "sqlite":
            ask.execute(f"EXPLAIN QUERY PLAN {queries[-1]['sql']}")
            return " ".join(str(row[-1]) for row in ask.fetchall())
        ask.execute("SET LOCAL enable_seqscan = off")
        ask.execute(f"EXPLAIN {queries[-1]['sql']}")
        return " ".join(row[0] for row in ask.fetchall())


def test_a_deep_page_is_one_range_of_the_index_and_sorts_nothing():
    Row.objects.bulk_create(Row(flag=index % 40 == 0, number=index % 7) for index in range(4000))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    queryset = Row.objects.order_by("-flag", "-number", "-pk")
    deep = queryset[3000]
    cursor = base64.urlsafe_b64encode(json.dumps([0, deep.flag, deep.number, deep.pk]).encode()).decode()
    found = plan(queryset, cursor)
    assert "test_row_order" in found
    assert "TEMP B-TREE" not in found
    assert "Sort" not in found
    if connection.vendor == "sqlite":
        assert "SEARCH" in found  # not SCAN: it begins at the cursor
        assert "((flag,number)<(?,?))" in found  # SQLite compares the rowid afterwards, among the ties
    else:
        assert "Index Cond: (ROW(flag, number, id) <" in found


@pytest.mark.parametrize(
    "cursor",
    ["x", "!!!", "W10", "====", "a" * 5000, "é", "\x00", "../../etc/passwd", "bnVsbA", "e30", "MQ", "IiI", "null"],
)
def test_nonsense_for_a_cursor_is_the_first_page(cursor):
    fill([("a", number, False, None, Decimal(1), None) for number in range(4)])
    page = Row.objects.order_by("number").keyset(cursor, size=2)
    assert [row.number for row in page] == [0, 1]
    assert not page.has_previous


HOSTILE = [
    [0],
    [0, 1],
    [0, 1, 2, 3],
    [2, 1, 1],
    ["0", 1, 1],
    [0, "x", 1],
    [0, [1], 1],
    [0, {"a": 1}, 1],
    [0, None, 1],
    [0, 10**40, 1],
    [0, -(10**40), 1],
    [0, 1, 10**30],
    [0, 1.5, 1],
    [0, True, "'; DROP TABLE test_row; --"],
    [0, 1, None],
    {"a": 1},
    "text",
    7,
    None,
    True,
    [],
]


@pytest.mark.parametrize("content", HOSTILE, ids=repr)
@pytest.mark.parametrize("order", [("number", "pk"), ("-number", "pk")], ids=["range", "mixed"])
def test_a_forged_cursor_never_fails(order, content):
    fill([("a", number, False, None, Decimal(1), None) for number in range(4)])
    packed = base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")
    assert Row.objects.order_by(*order).keyset(packed, size=2).rows


@pytest.mark.parametrize(
    ("order", "value"),
    [
        ("name", "\x00"),
        ("name", "\ud800"),
        ("price", "NaN"),
        ("price", "Infinity"),
        ("price", "1e999999"),
        ("price", "12345678901234567890.5"),
        ("at", "2026-01-01T00:00:00"),
        ("at", "0001-01-01T00:00:00+14:00"),
        ("at", "9999-12-31T23:59:59-14:00"),
        ("at", "2026-01-01"),
        ("at", 5),
        ("begins", "2023-13"),
        ("mark", "not-a-uuid"),
    ],
)
def test_a_value_that_no_database_takes_is_the_first_page(order, value):
    when = NOON if order == "at" else None
    Row.objects.create(name="b", at=when, begins="2024", mark=uuid.uuid4())
    packed = base64.urlsafe_b64encode(json.dumps([0, value, 1]).encode()).decode()
    column = F(order).asc(nulls_last=True) if order in {"at", "begins", "mark"} else F(order).asc()
    assert len(Row.objects.order_by(column).keyset(packed, size=2)) == 1


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
        max_leaves=6,
    )
)
def test_no_cursor_of_any_content_fails(content):
    Row.objects.create(name="a")
    packed = base64.urlsafe_b64encode(json.dumps(content).encode("utf-8", "replace")).decode()
    assert Row.objects.order_by("flag", "number").keyset(packed, size=1).rows


def test_a_page_whose_rows_are_gone_becomes_the_first():
    fill([("a", number, False, None, Decimal(1), None) for number in range(4)])
    queryset = Row.objects.order_by("number")
    cursor = queryset.keyset("", size=2).next
    Row.objects.filter(number__gte=2).delete()
    page = queryset.keyset(cursor, size=2)
    assert [row.number for row in page] == [0, 1]
    assert not page.has_previous


def test_microseconds_and_identifiers_survive_the_cursor():
    marks = sorted((uuid.uuid4() for _ in range(5)), key=str)
    for step, mark in enumerate(marks):
        Row.objects.create(at=NOON + timedelta(microseconds=step), mark=mark)
    for column in (F("at").asc(nulls_last=True), F("mark").asc(nulls_last=True)):
        pages = walk(Row.objects.order_by(column), 1)
        assert [row.mark for page in pages for row in page] == marks


def test_a_column_that_can_be_null_is_refused_unless_nulls_have_a_place():
    with pytest.raises(ValueError, match="nulls_first or nulls_last"):
        Row.objects.order_by("at").keyset("", size=2)


def test_a_path_through_a_nullable_relation_is_refused_and_a_relation_itself():
    subjects = KeysetQuerySet(model=Subject)
    with pytest.raises(ValueError, match="nulls_first or nulls_last"):
        subjects.order_by("parent__title").keyset("", size=2)
    with pytest.raises(ValueError, match="parent_id"):
        subjects.order_by("parent").keyset("", size=2)


def test_a_related_column_with_a_place_for_nulls_is_walked():
    parents = [Subject.objects.create(slug=f"p{name}", title=name) for name in "ba"]
    for index in range(5):
        Subject.objects.create(slug=f"c{index}", title=str(index), parent=parents[index % 2])
    queryset = KeysetQuerySet(model=Subject).order_by(F("parent__title").asc(nulls_last=True), "slug")
    found = [row.slug for page in walk(queryset, 2) for row in page]
    assert found == ["c1", "c3", "c0", "c2", "c4", "pa", "pb"]


def test_an_annotation_that_turns_out_null_says_so():
    Row.objects.bulk_create([Row(), Row()])
    queryset = Row.objects.annotate(nothing=F("at") + Value(timedelta(1))).order_by("nothing")
    with pytest.raises(ValueError, match="nothing is null"):
        queryset.keyset("", size=1)


def test_a_random_order_and_an_empty_page_are_refused():
    with pytest.raises(ValueError, match="random"):
        Row.objects.order_by("?").keyset("", size=2)
    with pytest.raises(ValueError, match="at least one"):
        Row.objects.order_by("pk").keyset("", size=0)


def test_the_order_of_the_model_counts_and_without_one_the_primary_key():
    Subject.objects.create(slug="b", title="B", order=2)
    Subject.objects.create(slug="a", title="A", order=1)
    assert [subject.slug for subject in KeysetQuerySet(model=Subject).keyset("", size=5)] == ["a", "b"]
    fill([("z", 0, False, None, Decimal(1), None), ("a", 0, False, None, Decimal(1), None)])
    assert [row.name for row in Row.objects.keyset("", size=5)] == ["z", "a"]


def test_values_are_walked_too():
    fill([("a", number, False, None, Decimal(1), None) for number in range(3)])
    queryset = Row.objects.order_by("number").values("id", "number")
    assert [row["number"] for page in walk(queryset, 1) for row in page] == [0, 1, 2]
