from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from cmkc.accounts.models import Organisation
from search.auditing import audit
from search.engines import indices
from search.models import SearchDocument, SearchState
from tests.search.conftest import level
from tests.search.index import in_index

pytestmark = pytest.mark.django_db


def found(**said):
    return {finding.place: finding for finding in audit(**said)}


def test_a_level_search_has_nothing_to_say(world, document):
    world.put(document("Feeder")), world.put(document("Blender")).delete()
    findings = found()
    assert all(finding.clean for finding in findings.values())
    assert set(findings) == {"projection", "full text"}
    kept = SearchState.objects.get(name="audit").value
    assert kept["findings"][0] == {"place": "projection", "missing": 0, "stale": 0, "ghosts": 0, "trouble": ""}


def test_missing_stale_and_ghost_rows_are_named_and_mended(world, document):
    things = [world.put(document(f"T{number}")) for number in range(4)]
    world.said[things[0].pk] = [document("Changed")]
    world.said[things[1].pk] = [document("T1", part="new")]
    Organisation.objects.filter(pk=things[2].pk)._raw_delete("default")
    finding = found()["projection"]
    assert finding.stale == [f"thing:{things[0].pk}:en"]
    assert finding.missing == [f"thing:{things[1].pk}:en:new"]
    assert sorted(finding.ghosts) == [f"thing:{things[1].pk}:en", f"thing:{things[2].pk}:en"]
    assert not found()["projection"].clean  # looking changes nothing
    assert not found(repair=True)["projection"].clean
    assert found()["projection"].clean


def test_rows_of_a_kind_that_is_not_registered_any_more_are_ghosts_and_go(world, document):
    world.put(document("Feeder"))
    SearchDocument.objects.update(source="gone")
    findings = found(repair=True)["projection"]
    assert len(findings.ghosts) == 1
    assert len(findings.missing) == 1
    assert found()["projection"].clean


def test_a_full_text_index_that_is_not_level_is_noticed_and_made_anew(world, document):
    world.put(document("Feeder"))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM search_vector"
            if connection.vendor == "postgresql"
            else "INSERT INTO search_fulltext(search_fulltext) VALUES ('delete-all')"
        )
    assert found()["full text"].trouble
    found(repair=True)
    assert found()["full text"].clean


@pytest.mark.elasticsearch
def test_what_differs_in_elasticsearch_is_named_and_mended_by_the_worker(world, document, elasticsearch):
    for number in range(4):
        world.put(document(f"T{number}"))
    level(elasticsearch)
    assert all(finding.clean for finding in found().values())
    rows = list(SearchDocument.objects.order_by("pk"))
    client, alias = indices.workhorse(), indices.live_alias()
    client.delete(index=alias, id=rows[0].uid)
    client.index(index=alias, id="thing:99:en", document={"title": "ghost"}, version=7, version_type="external")
    client.index(index=alias, id=rows[1].uid, document={"title": "other"}, version=9, version_type="external")
    finding = found()["Elasticsearch"]
    assert finding.missing == [rows[0].uid]
    assert finding.stale == [rows[1].uid]
    assert finding.ghosts == ["thing:99:en"]
    found(repair=True)
    level(elasticsearch)
    assert all(finding.clean for finding in found().values())
    assert in_index() == {row.uid: row.title for row in rows}


@pytest.mark.elasticsearch
def test_what_is_on_its_way_is_no_difference(world, document, elasticsearch):
    thing = world.put(document("Feeder"))
    gone = world.put(document("Dryer"))
    level(elasticsearch)
    world.say(thing, document("Blender"))
    world.put(document("New"))
    gone.delete()
    assert found()["Elasticsearch"].clean
    SearchDocument.objects.update(sent_version=F("version"))
    finding = found()["Elasticsearch"]
    assert (len(finding.missing), len(finding.stale), len(finding.ghosts)) == (1, 1, 1)


def test_a_server_that_is_away_is_trouble(world, document, settings):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    assert "Connection" in found()["Elasticsearch"].trouble


def test_the_command_prints_and_ends_with_a_code(world, document):
    thing = world.put(document("Feeder"))
    said = StringIO()
    call_command("search_audit", stdout=said)
    assert "projection: 0 missing, 0 stale, 0 ghosts" in said.getvalue()
    world.said[thing.pk] = [document(f"Part {number}", part=str(number)) for number in range(30)]
    with pytest.raises(SystemExit, match="1"):
        call_command("search_audit", stdout=said)
    assert "projection: 30 missing, 0 stale, 1 ghosts" in said.getvalue()
    assert "… and 10 more" in said.getvalue()
    call_command("search_audit", repair=True, stdout=said)
    call_command("search_audit", stdout=said)
