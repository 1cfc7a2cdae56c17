import sqlite3
import time

import pytest
from django.db import connection

from search.engines import sqlite_tables
from search.engines.base import Request
from search.engines.sqlite import SqliteEngine, expression
from search.models import SearchDocument
from search.query import parse

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.dialect("sqlite"),
]


def matches(expression):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_fulltext WHERE search_fulltext MATCH %s", [expression])
        return cursor.fetchone()[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("flow", '"flow"'),
        ("flow flow rate", '("flow" OR "flow") OR "rate"'),
        ('"state of control"', '"state of control"'),
        ('"a b" c', '("a b") AND (("a b") OR "c")'),
        ("a OR b c", '("a" OR "b") OR "c"'),
        ("title:feeder", '({title abbreviation} : "feeder")'),
        ('x" NEAR(b*) ^c', '("near b c") AND (("near b c") OR "x")'),
    ],
)
def test_expressions_quote_every_word(text, said):
    assert expression(parse(text)) == said


def test_the_index_follows_inserts_updates_and_deletes(world, document):
    thing = world.put(document("Feeder", body="refill"))
    assert matches('"feeder"') == 1
    world.say(thing, document("Blender", body="refill"))
    assert (matches('"feeder"'), matches('"blender"')) == (0, 1)
    assert sqlite_tables.broken(connection) == ""
    thing.delete()
    assert matches('"refill"') == 0
    SearchDocument.objects.all().delete()
    assert sqlite_tables.broken(connection) == ""


def test_a_new_version_sent_leaves_the_index_alone(world, document):
    world.put(document("Feeder"))
    SearchDocument.objects.update(sent_version=1)
    assert sqlite_tables.broken(connection) == ""


def test_triggers_that_were_lost_are_put_back_and_what_they_missed_is_read(world, document):
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_fulltext_insert")
    world.put(document("Feeder"))
    assert matches('"feeder"') == 0
    assert not SqliteEngine().health().ok
    assert sqlite_tables.ensure(connection) == ["search_fulltext_insert"]
    assert matches('"feeder"') == 1
    assert sqlite_tables.ensure(connection) == []
    assert SqliteEngine().health().ok


def test_the_check_finds_an_index_that_is_not_level(world, document):
    world.put(document("Feeder"))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO search_fulltext(search_fulltext) VALUES ('delete-all')")
    assert sqlite_tables.broken(connection)
    SqliteEngine().rebuild()
    assert sqlite_tables.broken(connection) == ""
    assert matches('"feeder"') == 1


@pytest.mark.django_db(transaction=True)
def test_a_search_does_not_wait_for_somebody_who_writes(world, document):
    world.put(document("Feeder"))
    writer = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        writer.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        answer = SqliteEngine().search(Request(frozenset({"public"}), parse("feeder")))
        assert answer.total == 1
        assert time.monotonic() - began < 1
    finally:
        writer.close()
