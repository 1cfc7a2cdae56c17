"""What the two embedded engines share: they read the projection itself, so that nothing has to be carried anywhere."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from search.engines.base import Answer, Engine, Hit, Outcome, Request, needs_match
from search.engines.fragments import Sql
from search.models import SearchDocument
from search.snippets import chosen

Counts = dict[str, dict[str, int]]

SHOWN = ("uid", "group", "kind", "lang", "title", "url", "summary", "facets", "shown", "published_at")


@dataclass(frozen=True)
class Ranked:
    """The page of best parts in their order, with scores, and the counts."""

    scores: Mapping[int, float]
    total: int
    facets: Counts


class Embedded(Engine):
    """Answers from the database that holds the projection."""

    def search(self, request: Request) -> Answer:
        """Answer a question; see the engine for its queries. Never raises EngineUnavailable."""
        found = self.ranked(request)
        snippets = self.snippets(request, list(found.scores)) if found.scores and needs_match(request.query) else {}
        rows = SearchDocument.objects.only(*SHOWN).in_bulk(list(found.scores))
        hits = [_hit(rows[pk], score, snippets.get(pk)) for pk, score in found.scores.items() if pk in rows]
        return Answer(hits=hits, total=found.total, facets=found.facets, engine=self.name)

    @abstractmethod
    def ranked(self, request: Request) -> Ranked:
        """Find, count and order."""

    @abstractmethod
    def snippets(self, request: Request, pks: list[int]) -> dict[int, tuple[str, str]]:
        """Give the marked body and summary of these documents, cut to a snippet."""

    def apply(self, documents: Iterable[SearchDocument], *, building: bool = False) -> list[Outcome]:
        """Say that all is there: the projection itself is what is searched."""
        return [Outcome(document.uid) for document in documents]


def run(sql: Sql) -> list[tuple]:
    """Run one statement and give its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql.text, sql.values)
        return cursor.fetchall() if cursor.description else []


def sorted_counts(rows: list[tuple]) -> tuple[int, Counts]:
    """Sort the rows of `fragments.counts` into the total and the counts by field."""
    total = 0
    facets: dict[str, dict[str, int]] = {}
    for field, value, things in rows:
        if field:
            facets.setdefault(field, {})[value] = things
        else:
            total = things
    return total, facets


def _hit(row: SearchDocument, score: float, texts: tuple[str, str] | None) -> Hit:
    """Make a result row; the snippet shows where the words stand, else it is the summary."""
    return Hit(
        uid=row.uid, group=row.group, kind=row.kind, title=row.title, url=row.url, summary=row.summary,
        snippet=chosen(*(texts or ("", "")), row.summary), facets=row.facets, shown=row.shown,
        published_at=row.published_at, score=score, lang=row.lang,
    )  # fmt: skip
