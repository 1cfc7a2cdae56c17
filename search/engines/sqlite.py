"""The engine inside SQLite: FTS5 over the projection, held level with it by three triggers."""

from typing import ClassVar

from django.db import DatabaseError, connection

from search.engines import sqlite_tables
from search.engines.base import TITLE_WEIGHT, Health, Request, Sort, needs_match
from search.engines.embedded import Embedded, Ranked, run, sorted_counts
from search.engines.fragments import Sql, counts, missed, one_of, visible
from search.query import Clause, Either, InTitle, Node, Query
from search.snippets import END, FRAGMENT, START

_HITS = Sql(
    "CREATE TEMP TABLE IF NOT EXISTS hits (document_id INTEGER PRIMARY KEY, grp TEXT, missed INTEGER, rank REAL)"
)
_WEIGHTS = f"{TITLE_WEIGHT}, {TITLE_WEIGHT}, 1.0, 1.0"
_NEWEST = "-coalesce(strftime('%%s', d.published_at), 0)"
SNIPPET_WORDS = 32


class SqliteEngine(Embedded):
    """Ranks by bm25() with title weight 2; the words of a question are joined by OR."""

    name: ClassVar[str] = "sqlite"

    def ranked(self, request: Request) -> Ranked:
        """Find, count and order in 4 statements: hits go once into a temporary table, and all is read from there."""
        run(_HITS)
        run(Sql("DELETE FROM temp.hits"))
        run(Sql("INSERT INTO temp.hits SELECT * FROM (") + _found(request) + ") WHERE (missed & (missed - 1)) = 0")
        total, facets = sorted_counts(run(counts(request)))
        page = run(
            Sql("SELECT document_id, min(rank) AS best FROM hits WHERE missed = 0 GROUP BY grp")
            + Sql("ORDER BY best, document_id LIMIT %s OFFSET %s", (request.size, request.offset))
        )
        return Ranked({pk: -best for pk, best in page}, total, facets)

    def snippets(self, request: Request, pks: list[int]) -> dict[int, tuple[str, str]]:
        """Cut snippets for the rows of one page; inside the ordered query they would cost 40 times as much."""
        cut = f"snippet({sqlite_tables.FULL_TEXT}, {{}}, '{START}', '{END}', '{FRAGMENT}', {SNIPPET_WORDS})"
        rows = run(
            Sql(f"SELECT rowid, {cut.format(3)}, {cut.format(2)} FROM {sqlite_tables.FULL_TEXT}")
            + Sql(f"WHERE {sqlite_tables.FULL_TEXT} MATCH %s AND rowid IN", (expression(request.query),))
            + one_of(pks)
        )
        return {pk: (body, summary) for pk, body, summary in rows}

    def rebuild(self) -> None:
        """Read the whole full-text index anew from the projection."""
        sqlite_tables.ensure(connection)
        run(Sql(f"INSERT INTO {sqlite_tables.FULL_TEXT}({sqlite_tables.FULL_TEXT}) VALUES ('rebuild')"))

    def health(self) -> Health:
        """Say whether the table and its triggers stand."""
        try:
            lacking = sqlite_tables.lacking(connection)
        except DatabaseError as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=not lacking, detail=", ".join(lacking))


def _found(request: Request) -> Sql:
    """Select every document that matches, with the selection it misses and its rank (small is good)."""
    rank = _NEWEST if request.sort is Sort.NEWEST or not needs_match(request.query) else None
    if not needs_match(request.query):
        found = (
            Sql('SELECT d.id, d."group", ') + missed(request) + Sql(f"AS missed, {rank} FROM search_searchdocument d")
        )
        return found + "WHERE" + visible(request) + _not_excluded(request.query)
    rank = rank or f"bm25({sqlite_tables.FULL_TEXT}, {_WEIGHTS}) * d.boost"
    return (
        Sql('SELECT d.id, d."group", ') + missed(request)
        + Sql(f"AS missed, {rank} FROM {sqlite_tables.FULL_TEXT} JOIN search_searchdocument d")
        + Sql(f"ON d.id = {sqlite_tables.FULL_TEXT}.rowid WHERE {sqlite_tables.FULL_TEXT} MATCH %s", (expression(request.query),))
        + "AND" + visible(request) + _enough(request.query) + _not_excluded(request.query)
    )  # fmt: skip


def _enough(query: Query) -> Sql:
    """Ask for the minimum of wanted words, when it is more than the one that MATCH asks for anyway."""
    if query.needed < 2:  # noqa: PLR2004  (one word is what OR means)
        return Sql("")
    each = (
        Sql(
            f"SELECT rowid FROM {sqlite_tables.FULL_TEXT} WHERE {sqlite_tables.FULL_TEXT} MATCH %s",
            (_node(clause.node),),
        )
        for clause in query.wanted
    )
    return (
        Sql("AND d.id IN (SELECT rowid FROM (") + Sql.join(" UNION ALL ", each)
        + Sql(") GROUP BY rowid HAVING count(*) >= %s)", (query.needed,))
    )  # fmt: skip


def _not_excluded(query: Query) -> Sql:
    if not query.excluded:
        return Sql("")
    said = " OR ".join(_node(node) for node in query.excluded)
    return Sql(
        f"AND d.id NOT IN (SELECT rowid FROM {sqlite_tables.FULL_TEXT} WHERE {sqlite_tables.FULL_TEXT} MATCH %s)",
        (said,),
    )


def expression(query: Query) -> str:
    """Write a question in FTS5's language, every word quoted; a word typed twice stands twice, and counts twice."""
    must = " AND ".join(_weighted(clause) for clause in query.required)
    may = " OR ".join(_weighted(clause) for clause in query.wanted)
    if must and may:
        return f"({must}) AND ({may})" if query.needed else f"({must}) AND (({must}) OR {may})"
    return must or may


def _weighted(clause: Clause) -> str:
    said = _node(clause.node)
    times = max(1, round(clause.weight))
    return said if times == 1 else "(" + " OR ".join([said] * times) + ")"


def _node(node: Node) -> str:
    if isinstance(node, InTitle):
        return f"({{title abbreviation}} : {_node(node.node)})"
    if isinstance(node, Either):
        return "(" + " OR ".join(_node(option) for option in node.options) + ")"
    return '"' + " ".join(node.words).replace('"', " ") + '"'
