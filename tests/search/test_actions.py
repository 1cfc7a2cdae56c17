import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc.accounts.models import Organisation, User
from search.actions import gathering, stale
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


def titles():
    return sorted(SearchDocument.objects.filter(deleted=False).values_list("title", flat=True))


def test_stale_follows_what_no_signal_tells(world, document):
    thing = world.put(document("Feeder"))
    world.said[thing.pk] = [document("Blender")]
    Organisation.objects.filter(pk=thing.pk).update(name="other")
    assert titles() == ["Feeder"]
    stale(thing)
    assert titles() == ["Blender"]
    Organisation.objects.filter(pk=thing.pk).update(name="other")
    stale(thing, thing)
    assert SearchDocument.objects.get().version == 2


def test_what_is_not_searchable_is_left_alone(world):
    with CaptureQueriesContext(connection) as queries:
        stale(User(pk=5))
    assert not queries


def test_many_changes_are_projected_once_at_the_end(world, document):
    with gathering():
        things = [world.put(document(f"T{number}")) for number in range(3)]
        world.say(things[0], document("Other"))
        assert titles() == []
    assert titles() == ["Other", "T1", "T2"]
    assert set(SearchDocument.objects.values_list("version", flat=True)) == {1}


def test_gathering_inside_gathering_waits_for_the_outer_end(world, document):
    with gathering():
        with gathering():
            world.put(document("A"))
        assert titles() == []
    assert titles() == ["A"]


def test_a_block_that_fails_leaves_nothing(world, document):
    with pytest.raises(RuntimeError), gathering():  # noqa: PT012  (the block is what fails)
        world.put(document("A"))
        raise RuntimeError
    assert titles() == []
    assert not Organisation.objects.exists()
    world.put(document("B"))
    assert titles() == ["B"]
