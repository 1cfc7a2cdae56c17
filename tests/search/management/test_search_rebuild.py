from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cmkc.accounts.models import Organisation
from search.engines import indices
from search.models import SearchDocument, SearchIndex
from tests.search.index import in_index

pytestmark = pytest.mark.django_db


def rebuilt(**said):
    out = StringIO()
    call_command("search_rebuild", stdout=out, **said)
    return out.getvalue()


def test_everything_is_projected_and_lost_rows_go(world, document):
    thing, lost = world.put(document("Feeder")), world.put(document("Lost"))
    world.said[thing.pk] = [document("Blender")]
    Organisation.objects.filter(pk=lost.pk)._raw_delete("default")
    said = rebuilt()
    assert "1 documents, 2 changed" in said
    assert list(SearchDocument.objects.filter(deleted=False).values_list("title", flat=True)) == ["Blender"]
    assert "0 changed" in rebuilt()


@pytest.mark.elasticsearch
def test_a_new_index_is_built_and_answers(world, document, elasticsearch):
    world.put(document("Feeder"))
    rebuilt()
    assert list(in_index().values()) == ["Feeder"]
    first = SearchIndex.objects.live()
    rebuilt()
    assert SearchIndex.objects.live() != first
    assert indices.indices_of(indices.live_alias()) == [SearchIndex.objects.live().name]


@pytest.mark.elasticsearch
def test_beginning_leaves_the_rest_to_the_worker(world, document, elasticsearch):
    world.put(document("Feeder"))
    rebuilt(begin=True)
    assert SearchIndex.objects.live() is None
    call_command("search_worker", once=True)
    assert list(in_index().values()) == ["Feeder"]


def test_a_server_that_is_away_is_said_in_one_line(world, document, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    world.put(document("Feeder"))
    with pytest.raises(CommandError, match="call search_rebuild again"):
        rebuilt()
