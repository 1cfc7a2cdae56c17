import random
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from search import delivery
from search.delivery import claim, deliver, prune
from search.engines import elasticsearch as engine_module
from search.engines import indices
from search.engines.base import EngineUnavailable
from search.models import SearchDocument, SearchIndex
from search.rebuilding import begin, deliver_all
from tests.search.conftest import level
from tests.search.index import in_index, versions_in_index

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]


def pending():
    return SearchDocument.objects.filter(version__gt=F("sent_version")).count()


def test_changes_arrive_in_their_latest_version(world, document, elasticsearch):
    thing = world.put(document("Feeder", facets={"topic": ["a"]}, shown={"date": "2020"}))
    level(elasticsearch)
    assert in_index() == {f"thing:{thing.pk}:en": "Feeder"}
    world.say(thing, document("Blender"))
    assert pending() == 1
    level(elasticsearch)
    assert in_index() == {f"thing:{thing.pk}:en": "Blender"}
    thing.delete()
    level(elasticsearch)
    assert in_index() == {}
    assert pending() == 0


def test_nothing_due_costs_three_reads(world, document, elasticsearch, django_assert_num_queries):
    world.put(document("Feeder"))
    level(elasticsearch)
    with django_assert_num_queries(3):
        assert deliver(elasticsearch) == 0


def test_an_older_version_never_replaces_a_newer_one(world, document, elasticsearch):
    thing = world.put(document("Old"))
    level(elasticsearch)
    old = SearchDocument.objects.get()
    world.say(thing, document("New"))
    level(elasticsearch)
    assert elasticsearch.apply([old])[0].error == ""  # a newer one is there, so this one is done
    indices.workhorse().indices.refresh(index=indices.live_alias())
    assert in_index() == {old.uid: "New"}
    assert elasticsearch.apply([SearchDocument.objects.get()])[0].error == ""  # the same again


def test_a_change_during_delivery_stays_pending(world, document, elasticsearch, monkeypatch):
    thing = world.put(document("First"))
    level(elasticsearch)
    world.say(thing, document("Second"))
    note = delivery.note

    def change_then_note(sent):
        world.say(thing, document("Third"))
        note(sent)

    monkeypatch.setattr(delivery, "note", change_then_note)
    assert deliver(elasticsearch) == 1
    monkeypatch.setattr(delivery, "note", note)
    row = SearchDocument.objects.get()
    assert (row.version, row.sent_version) == (3, 2)
    level(elasticsearch)
    assert in_index() == {row.uid: "Third"}


def test_one_bad_item_never_stops_the_batch(world, document, elasticsearch, monkeypatch):
    for number in range(5):
        world.put(document(f"Feeder {number}"))
    indexed = engine_module.indexed
    bad = SearchDocument.objects.order_by("pk")[2]

    def spoiled(row):
        return indexed(row) | ({"colour": "not in the mapping"} if row.pk == bad.pk else {})

    monkeypatch.setattr(engine_module, "indexed", spoiled)
    level(elasticsearch)
    assert len(in_index()) == 0  # the first index waits for the item …
    for _ in range(2):
        SearchDocument.objects.filter(pk=bad.pk).update(next_try_at=None)
        level(elasticsearch)
    assert len(in_index()) == 4  # … until it was refused three times
    bad.refresh_from_db()
    assert bad.attempts == 3
    assert "colour" in bad.last_error
    assert bad.next_try_at > timezone.now()
    assert pending() == 1
    monkeypatch.setattr(engine_module, "indexed", indexed)
    SearchDocument.objects.filter(pk=bad.pk).update(next_try_at=None)
    level(elasticsearch)
    assert len(in_index()) == 5
    bad.refresh_from_db()
    assert (bad.attempts, bad.last_error, pending()) == (0, "", 0)


def test_a_changed_document_is_tried_at_once(world, document, elasticsearch):
    thing = world.put(document("Feeder"))
    begin()
    SearchDocument.objects.update(attempts=9, next_try_at=timezone.now() + timedelta(minutes=5), last_error="x")
    assert claim(timezone.now()) is None
    world.say(thing, document("Blender"))
    assert claim(timezone.now()) is not None


def test_a_claim_is_a_lease_that_ends_by_itself(world, document, elasticsearch):
    world.put(document("Feeder"))
    begin()
    now = timezone.now()
    assert claim(now).pks == set(SearchDocument.objects.values_list("pk", flat=True))
    assert claim(now) is None  # another worker keeps away …
    assert claim(now + timedelta(seconds=16)) is not None  # … for as long as the first may be alive


def test_a_server_that_is_gone_frees_the_rows_and_burns_no_attempt(world, document, elasticsearch, settings):
    world.put(document("Feeder"))
    begin()
    there, settings.ELASTICSEARCH_URL = settings.ELASTICSEARCH_URL, "http://127.0.0.1:9"
    with pytest.raises(EngineUnavailable):
        deliver(elasticsearch)
    row = SearchDocument.objects.get()
    assert (row.attempts, row.next_try_at, row.sent_version) == (0, None, 0)
    settings.ELASTICSEARCH_URL = there
    level(elasticsearch)
    assert pending() == 0


def test_a_lost_index_is_no_fault_of_the_items(world, document, elasticsearch):
    world.put(document("Feeder"))
    level(elasticsearch)
    world.put(document("Blender"))
    indices.drop_all()
    with pytest.raises(EngineUnavailable):
        deliver(elasticsearch)
    assert set(SearchDocument.objects.values_list("attempts", flat=True)) == {0}


class CutOff(BaseException):
    """The worker is killed here."""


def cut_off_anywhere(patch, draw):
    """Let each step of delivery be cut off before or after it is done, now and then."""

    def brittle(real):
        def run(*args, **kwargs):
            if draw.random() < 0.25:
                raise CutOff
            result = real(*args, **kwargs)
            if draw.random() < 0.25:
                raise CutOff
            return result

        return run

    for step in ("_carry", "note", "_raise_versions", "_refuse"):
        patch.setattr(delivery, step, brittle(getattr(delivery, step)))


def write_something(world, document, draw, things, title):
    """Make, change or delete an object."""
    if things and draw.random() < 0.3:
        things.pop(draw.randrange(len(things))).delete()
    elif things and draw.random() < 0.5:
        world.say(draw.choice(things), document(title))
    else:
        things.append(world.put(document(title)))


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(3))
def test_a_worker_killed_anywhere_loses_nothing(world, document, elasticsearch, monkeypatch, seed):
    draw, things = random.Random(seed), []
    for turn in range(40):
        write_something(world, document, draw, things, f"T{turn}")
        if turn == 15:
            begin(anew=True)
        with monkeypatch.context() as patch:
            cut_off_anywhere(patch, draw)
            try:
                deliver_all(elasticsearch)
            except CutOff:
                SearchDocument.objects.update(next_try_at=None)  # the lease ends
    level(elasticsearch)
    rows = SearchDocument.objects.filter(deleted=False)
    assert in_index() == dict(rows.values_list("uid", "title"))
    assert versions_in_index() == dict(rows.values_list("uid", "version"))
    assert pending() == 0


@pytest.mark.once
def test_tombstones_go_after_a_day_once_they_are_delivered(world, document):
    world.put(document("Feeder")).delete()
    assert prune(delivered=False) == 0
    SearchDocument.objects.update(changed_at=timezone.now() - timedelta(hours=25))
    assert prune(delivered=True) == 0
    assert prune(delivered=False) == 1
    world.put(document("Feeder")).delete()
    SearchDocument.objects.update(changed_at=timezone.now() - timedelta(hours=25), sent_version=F("version"))
    assert prune(delivered=True) == 1
    assert not SearchIndex.objects.exists()
