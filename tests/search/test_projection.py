import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cmkc.accounts.models import Organisation
from search.models import SearchAudience, SearchDocument, SearchFacet
from search.projection import bury_lost, in_batches, project
from search.sources import registry

pytestmark = pytest.mark.django_db


def rows():
    return {row.uid: row for row in SearchDocument.objects.all()}


def facets():
    return sorted(SearchFacet.objects.values_list("document__title", "field", "value"))


def test_a_new_object_gets_a_pending_row_with_facets_and_audience(world, document):
    thing = world.put(document("Feeder", kind="term", audience=("members", "group:7"), facets={"topic": ["b", "a"]}))
    row = rows()[f"thing:{thing.pk}:en"]
    assert (row.version, row.sent_version, row.deleted) == (1, 0, False)
    assert (row.kind, row.group, row.audience) == ("term", f"thing:{thing.pk}", "group:7 members")
    assert facets() == [("Feeder", "kind", "term"), ("Feeder", "topic", "a"), ("Feeder", "topic", "b")]
    opened = SearchAudience.objects.filter(names="group:7 members").values_list("principal", flat=True)
    assert set(opened) == {"members", "group:7"}


def test_a_change_raises_the_version_and_an_unchanged_object_writes_nothing(world, document):
    thing = world.put(document("Feeder", facets={"topic": ["a"]}))
    SearchDocument.objects.update(attempts=3, last_error="x")
    with CaptureQueriesContext(connection) as queries:
        world.say(thing, document("Feeder", facets={"topic": ["a"]}))
    assert not [query for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    world.say(thing, document("Feeder", facets={"topic": ["z"]}))
    (row,) = rows().values()
    assert (row.version, row.attempts, row.last_error) == (2, 0, "")
    assert facets() == [("Feeder", "kind", "thing"), ("Feeder", "topic", "z")]


def test_parts_come_and_go(world, document):
    thing = world.put(document("A", part="a"), document("B", part="b"))
    world.say(thing, document("B", part="b"), document("C", part="c"))
    now = {uid.rpartition(":")[2]: row for uid, row in rows().items()}
    assert [now[part].deleted for part in "abc"] == [True, False, False]
    assert [now[part].version for part in "abc"] == [2, 1, 1]
    world.say(thing, document("A", part="a"))
    now = {uid.rpartition(":")[2]: row for uid, row in rows().items()}
    assert [now[part].deleted for part in "abc"] == [False, True, True]
    assert now["a"].version == 3


def test_a_tombstone_keeps_no_text(world, document):
    thing = world.put(document("Feeder", body="text", summary="about", facets={"topic": ["a"]}, shown={"date": "2020"}))
    thing.delete()
    (row,) = rows().values()
    assert row.deleted
    assert (row.title, row.body, row.summary, row.url, row.audience) == ("", "", "", "", "")
    assert (row.facets, row.shown, facets()) == ({}, {}, [])


def test_what_is_rolled_back_was_never_written(world, document):
    thing = world.put(document("Feeder"))
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012  (the block is what is rolled back)
        world.say(thing, document("Blender"))
        raise RuntimeError
    (row,) = rows().values()
    assert (row.title, row.version) == ("Feeder", 1)


def test_two_documents_of_one_uid_are_refused(world, document):
    with pytest.raises(ValueError, match="two documents"):
        world.put(document("A"), document("B"))


def test_objects_are_listed_in_batches_and_lost_rows_are_buried(world, document, monkeypatch):
    monkeypatch.setattr("search.projection.OBJECTS_A_BATCH", 2)
    things = [world.put(document(f"T{number}")) for number in range(5)]
    assert [len(pks) for pks in in_batches(registry["thing"])] == [2, 2, 1]
    Organisation.objects.filter(pk=things[0].pk)._raw_delete("default")
    assert bury_lost(registry["thing"]) == 1
    assert rows()[f"thing:{things[0].pk}:en"].deleted
    assert bury_lost(registry["thing"]) == 0


@pytest.mark.parametrize("number", [1, 20])
def test_an_unchanged_batch_costs_the_same_for_any_size(world, document, number):
    pks = [world.put(document(f"T{index}")).pk for index in range(number)]
    with CaptureQueriesContext(connection) as queries:
        assert project(registry["thing"], pks) == 0
    assert len([query for query in queries if query["sql"].startswith("SELECT")]) == 2


def test_a_row_that_somebody_inserted_meanwhile_is_updated(world, document, monkeypatch):
    """Another transaction inserts the same row between our look and our insert; the later content wins."""
    from search import projection

    thing = world.put(document("First"))
    look = projection._locked_rows
    monkeypatch.setattr(projection, "_locked_rows", lambda _source, _pks: {})
    world.say(thing, document("Second"))
    monkeypatch.setattr(projection, "_locked_rows", look)
    (row,) = rows().values()
    assert (row.title, row.version) == ("Second", 2)
