"""How many documents there are, how long, and in how many a stem stands: what BM25 needs on PostgreSQL.

Counting at each save would make all savers wait for the rows of common words, so the worker counts now and then;
a word that was never counted is counted when it is asked for.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from search.engines.fragments import Sql
from search.engines.postgresql_tables import CONFIGURATION, VECTORS
from search.models import SearchDocument, SearchState
from search.query import Clause

STATE = "statistics"
MOST_COUNTED = 5_001
LEAST_CHANGED, SHARE_CHANGED = 20, 0.02
"""After so many changed documents, and at least so large a share, words are counted anew."""
AT_LEAST_EVERY = timedelta(hours=1)


@dataclass(frozen=True)
class Statistics:
    """The size of the whole collection."""

    documents: int
    average_words: float

    def rarity(self, documents: int) -> float:
        """Give BM25's inverse document frequency, as Lucene has it: never below zero."""
        found = min(documents, self.documents)
        return math.log(1 + (self.documents - found + 0.5) / (found + 0.5))


@dataclass(frozen=True)
class Term:
    """A stem of the question: how much it weighs, and in how many documents it stands."""

    stem: str
    weight: float
    documents: int

    @property
    def query(self) -> Sql:
        """The stem as PostgreSQL's query."""
        return Sql("phraseto_tsquery('simple', %s)", (self.stem,))


def statistics() -> Statistics:
    """Give the size of the collection as last counted; 1 query, 2 where it never was."""
    kept = SearchState.objects.filter(name=STATE).values_list("value", flat=True).first()
    if kept is None:
        return _counted()
    return Statistics(kept["documents"], kept["average_words"])


def terms(clauses: Sequence[Clause]) -> list[Term]:
    """Give the stems of the question's words with their document frequencies; 1 query."""
    weights = [(word, clause.weight) for clause in clauses for word in clause.node.words]
    if not weights:
        return []
    words = Sql.join(", ", [Sql("(%s, %s::float)", pair) for pair in weights])
    counted = Sql(
        f"SELECT s.lexeme, sum(w.weight), coalesce(min(t.documents), (SELECT count(*) FROM (SELECT 1 FROM "
        f"{VECTORS} v WHERE v.vector @@ phraseto_tsquery('simple', s.lexeme) LIMIT {MOST_COUNTED}) few)) "
        "FROM (VALUES"
    ) + words + Sql(
        f") AS w(word, weight), unnest(to_tsvector('{CONFIGURATION}', search_plain(w.word))) s "
        "LEFT JOIN search_searchterm t ON t.word = s.lexeme GROUP BY s.lexeme"
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(counted.text, counted.values)
        return [Term(stem, weight, documents) for stem, weight, documents in cursor.fetchall()]


@transaction.atomic
def refresh_statistics() -> None:
    """Count all documents and words anew; some seconds for 100,000 documents. Does nothing but on PostgreSQL."""
    if connection.vendor != "postgresql":
        return
    whole = _counted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search_statistics'))")
        cursor.execute("DELETE FROM search_searchterm")
        cursor.execute(
            "INSERT INTO search_searchterm (word, documents) SELECT word, ndoc FROM "
            f"ts_stat('SELECT vector FROM {VECTORS}') WHERE length(word) <= 255"
        )
    value = {"documents": whole.documents, "average_words": whole.average_words}
    SearchState.objects.update_or_create(name=STATE, defaults={"value": value})


def statistics_are_old(now: datetime) -> bool:
    """Tell whether so much changed since the last count that ranking would suffer; 2 queries."""
    if connection.vendor != "postgresql":
        return False
    kept = SearchState.objects.filter(name=STATE).first()
    if kept is None:
        return SearchDocument.objects.exists()
    changed = SearchDocument.objects.filter(changed_at__gt=kept.changed_at).count()
    enough = max(LEAST_CHANGED, SHARE_CHANGED * kept.value["documents"])
    return changed >= enough or (changed > 0 and now - kept.changed_at > AT_LEAST_EVERY)


def _counted() -> Statistics:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), coalesce(avg(words), 0) FROM search_searchdocument WHERE NOT deleted")
        documents, average = cursor.fetchone()
    return Statistics(documents, float(average))
