import pytest
from django.db import connection
from django.utils import timezone

from search.engines import postgresql, postgresql_tables
from search.engines.base import Request
from search.engines.postgresql import PostgresqlEngine
from search.engines.statistics import Statistics, refresh_statistics, statistics, statistics_are_old, terms
from search.models import SearchDocument, SearchTerm
from search.query import parse

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.dialect("postgresql"),
]
PUBLIC = frozenset({"public"})


def one(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchone()[0]


def ask(text, **said):
    return PostgresqlEngine().search(Request(PUBLIC, parse(text), **said))


@pytest.mark.parametrize("times", [0, 1, 2, 3, 7, 40, 200])
@pytest.mark.parametrize("in_title", [0, 1, 2])
def test_a_stem_is_counted_exactly_by_its_rank(world, document, times, in_title):
    world.put(document("Title " + "feeder " * in_title, body="other text " + "feeders and " * times + "an end"))
    counted = one("SELECT search_frequency(vector, 'feeder'::tsquery, 1.0) FROM search_vector")
    assert counted == times + 2 * in_title


def test_order_is_that_of_bm25(world, document):
    texts = ["feeder refill refill refill", "feeder", "feeder feeder and much other text that makes it long", "refill"]
    for text in texts:
        world.put(document("Title", body=text))
    rows = {row.pk: row for row in SearchDocument.objects.all()}
    average = sum(row.words for row in rows.values()) / len(rows)
    whole = Statistics(len(rows), average)

    def bm25(row):
        def gain(word):
            frequency = row.body.split().count(word)
            found = sum(word in other.body for other in rows.values())
            return whole.rarity(found) * 2.2 * frequency / (frequency + 1.2 * (0.25 + 0.75 * row.words / average))

        return gain("feeder") + gain("refill")

    expected = sorted(rows.values(), key=bm25, reverse=True)
    hits = ask("feeder refill").hits
    assert [hit.uid for hit in hits] == [row.uid for row in expected]
    assert [hit.score for hit in hits] == pytest.approx([bm25(row) for row in expected], rel=1e-4)


def test_counted_and_uncounted_words_rank_alike(world, document):
    for text in ("feeder", "feeder refill", "blender", "blender"):
        world.put(document("Title", body=text))
    before = {hit.uid: hit.score for hit in ask("feeder refill blender").hits}
    refresh_statistics()
    assert SearchTerm.objects.get(word="feeder").documents == 2
    assert statistics().documents == 4
    assert {hit.uid: hit.score for hit in ask("feeder refill blender").hits} == pytest.approx(before)


def test_statistics_are_made_anew_when_much_changed(world, document):
    assert not statistics_are_old(timezone.now())
    world.put(document("Feeder"))
    assert statistics_are_old(timezone.now())
    refresh_statistics()
    assert not statistics_are_old(timezone.now())
    for number in range(20):
        world.put(document(f"Feeder {number}"))
    assert statistics_are_old(timezone.now())


def test_rare_words_choose_the_candidates_and_counts_stay_exact(world, document, monkeypatch):
    monkeypatch.setattr(postgresql, "MOST_CANDIDATES", 3)
    for number in range(10):
        world.put(document(f"Common {number}", body="feeder"))
    world.put(document("Rare", body="feeder lyophilisation"))
    answer = ask("feeder lyophilisation")
    assert answer.hits[0].title == "Rare"
    assert len(answer.hits) <= 3
    assert answer.total == 11
    assert answer.facets["kind"] == {"thing": 11}


def test_words_of_a_question_become_stems_with_their_frequencies(world, document):
    world.put(document("Title", body="feeders o'neill"))
    found = {term.stem: term.documents for term in terms(parse("feeding o'neill zebra").scored)}
    assert found == {"feed": 0, "o": 1, "neill": 1, "zebra": 0}


def vectors(word):
    return one("SELECT count(*) FROM search_vector WHERE vector @@ phraseto_tsquery('search_english', %s)", word)


def test_the_vectors_follow_inserts_updates_and_deletes(world, document):
    thing = world.put(document("Feeder", body="refill"))
    assert vectors("feeders") == 1
    world.say(thing, document("Blender", body="refill"))
    assert (vectors("feeders"), vectors("blender")) == (0, 1)
    assert postgresql_tables.broken(connection) == ""
    SearchDocument.objects.update(sent_version=1)
    thing.delete()
    assert vectors("refill") == 0
    SearchDocument.objects.all().delete()
    assert one("SELECT count(*) FROM search_vector") == 0


def test_vectors_that_are_not_level_are_found_and_computed_anew(world, document):
    world.put(document("Feeder")), world.put(document("Blender"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE search_vector SET vector = ''")
        cursor.execute("INSERT INTO search_vector VALUES (-1, 'ghost')")
    assert postgresql_tables.broken(connection).startswith("3 vectors")
    PostgresqlEngine().rebuild()
    assert postgresql_tables.broken(connection) == ""
    assert vectors("feeder") == 1


def test_what_is_missing_is_named_and_put_back(world, document):
    assert PostgresqlEngine().health().ok
    assert postgresql_tables.lacking(connection) == []
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER search_vector_insert ON search_searchdocument")
    world.put(document("Feeder"))
    assert vectors("feeder") == 0
    assert not PostgresqlEngine().health().ok
    assert postgresql_tables.ensure(connection) == ["search_vector_insert"]
    assert vectors("feeder") == 1
    assert postgresql_tables.ensure(connection) == []


def test_a_server_without_extensions_still_drops_accents(world, document):
    with connection.cursor() as cursor:
        cursor.execute(postgresql_tables._plain_function(unaccent=False))
    world.put(document("Naïve Ærø"))
    assert ask("naive").total == 1
