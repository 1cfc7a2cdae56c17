import random

import pytest

from search import rebuilding
from search.delivery import deliver
from search.engines import indices, mapping
from search.engines.base import EngineUnavailable, Request
from search.models import SearchDocument, SearchIndex
from search.query import parse
from search.rebuilding import begin, deliver_all, finish_if_level, outdated, recover
from tests.search.conftest import level
from tests.search.index import in_index

pytestmark = [pytest.mark.django_db, pytest.mark.elasticsearch]
PUBLIC = frozenset({"public"})


def states():
    return list(SearchIndex.objects.order_by("pk").values_list("state", flat=True))


def everything_is_level():
    rows = SearchDocument.objects.filter(deleted=False)
    return in_index() == dict(rows.values_list("uid", "title"))


def test_the_first_index_answers_once_it_is_level(world, document, elasticsearch):
    world.put(document("Feeder"))
    begin()
    assert not finish_if_level()
    with pytest.raises(EngineUnavailable):
        elasticsearch.search(Request(PUBLIC, parse("feeder")))
    level(elasticsearch)
    assert states() == ["live"]
    assert everything_is_level()


def test_the_old_index_answers_while_the_new_one_is_built(world, document, elasticsearch):
    things = [world.put(document(f"Feeder {number}")) for number in range(3)]
    level(elasticsearch)
    old = indices.indices_of(indices.live_alias())
    begin()
    assert begin() == SearchIndex.objects.building()  # it is gone on with, not begun again
    assert elasticsearch.search(Request(PUBLIC, parse("feeder"))).total == 3
    world.say(things[0], document("Blender"))
    things[1].delete()
    world.put(document("Dryer"))
    level(elasticsearch)
    assert states() == ["gone", "live"]
    assert indices.indices_of(indices.live_alias()) != old
    assert not indices.workhorse().indices.exists(index=old[0])
    assert indices.indices_of(indices.building_alias()) == []
    assert everything_is_level()
    assert set(in_index().values()) == {"Blender", "Feeder 2", "Dryer"}


def test_changes_go_to_both_indices_during_a_rebuild(world, document, elasticsearch, monkeypatch):
    thing = world.put(document("Feeder"))
    world.put(document("Other"))
    level(elasticsearch)
    begin()
    monkeypatch.setattr("search.delivery.BATCH", 1)
    world.say(thing, document("Blender"))
    deliver(elasticsearch)
    assert SearchIndex.objects.building()
    assert "Blender" in in_index().values()
    deliver_all(elasticsearch)
    assert everything_is_level()


def test_beginning_anew_forgets_what_was_built(world, document, elasticsearch):
    for number in range(4):
        world.put(document(f"Feeder {number}"))
    first = begin()
    deliver(elasticsearch)
    second = begin(anew=True)
    assert first.name != second.name
    assert not indices.workhorse().indices.exists(index=first.name)
    level(elasticsearch)
    assert states() == ["gone", "live"]
    assert everything_is_level()


def test_what_arrives_in_an_abandoned_index_does_not_count(world, document, elasticsearch, monkeypatch):
    from search import delivery

    world.put(document("Feeder"))
    begin()
    carry = delivery._carry

    def carry_and_begin_anew(engine, batch, *, building):
        arrived = carry(engine, batch, building=building)
        monkeypatch.setattr(delivery, "_carry", carry)
        begin(anew=True)
        return arrived

    monkeypatch.setattr(delivery, "_carry", carry_and_begin_anew)
    deliver(elasticsearch)
    assert SearchDocument.objects.get().built_in < SearchIndex.objects.building().pk
    level(elasticsearch)
    assert everything_is_level()


def test_a_swap_that_was_cut_off_is_completed(world, document, elasticsearch):
    world.put(document("Feeder"))
    building = begin()
    deliver(elasticsearch)
    indices.swap(building.name)  # … and the process is killed before the database knows
    world.put(document("Blender"))
    with pytest.raises(EngineUnavailable):
        deliver_all(elasticsearch)
    assert "completed the swap" in recover()
    level(elasticsearch)
    assert states() == ["live"]
    assert everything_is_level()


def test_lost_indices_are_built_anew(world, document, elasticsearch):
    world.put(document("Feeder"))
    assert "there was no index" in recover()
    level(elasticsearch)
    assert recover() == ""
    indices.drop_all()
    assert "there was no index" in recover()
    indices.drop_all()
    assert "being built was gone" in recover()
    level(elasticsearch)
    assert everything_is_level()


def test_a_changed_form_is_named_and_never_changed_silently(world, document, elasticsearch, monkeypatch):
    world.put(document("Feeder"))
    level(elasticsearch)
    assert outdated() == ""
    was = mapping.mapping_hash()
    monkeypatch.setattr(rebuilding, "mapping_hash", lambda: "another")
    assert outdated() == was
    assert recover() == ""  # the old form goes on answering
    begin()
    level(elasticsearch)
    assert outdated() == ""
    assert SearchIndex.objects.live().mapping_hash == "another"


class CutOff(BaseException):
    """The process is killed here."""


def brittle(module, name, draw):
    """Let a step be cut off before or after it is done, now and then."""
    real = getattr(module, name)

    def run(*args, **kwargs):
        if draw.random() < 0.3:
            raise CutOff
        result = real(*args, **kwargs)
        if draw.random() < 0.3:
            raise CutOff
        return result

    return run


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(3))
def test_rebuilds_cut_off_anywhere_between_writes_lose_nothing(world, document, elasticsearch, monkeypatch, seed):
    draw = random.Random(seed)
    things = [world.put(document(f"T{number}")) for number in range(10)]
    level(elasticsearch)
    for turn in range(25):
        things.append(world.put(document(f"new {turn}")))
        world.say(draw.choice(things), document(f"changed {turn}"))
        things.pop(draw.randrange(len(things))).delete()
        with monkeypatch.context() as patch:
            for step in ("create_building", "swap"):
                patch.setattr(indices, step, brittle(indices, step, draw))
            try:
                begin(anew=draw.random() < 0.3)
                deliver_all(elasticsearch)
            except (CutOff, EngineUnavailable):
                SearchDocument.objects.update(next_try_at=None)  # the lease ends
    recover()
    level(elasticsearch)
    assert everything_is_level()
    assert SearchIndex.objects.building() is None
