"""The engine inside SQLite: FTS5 over the projection, held level with it by three triggers."""

from typing import ClassVar

from django.db import DatabaseError, connection

from search.engines import sqlite_tables
from search.engines.base import TITLE_WEIGHT, Health, Request, Sort, needs_match
from search.engines.embedded import Embedded, Ranked, run, sorted_counts
from search.engines.fragments import Sql, counts, missed, one_of, visible
from search.query import Clause, Either, InTitle, Node, Query
from search.snippets import END, FRAGMENT, START

TABLE = sqlite_tables.FULL_TEXT
SNIPPET_WORDS = 32
_HITS = Sql(
    "CREATE TEMP TABLE IF NOT EXISTS hits (document_id INTEGER PRIMARY KEY, grp TEXT, missed INTEGER, rank REAL)"
)
_BEST = f"bm25({TABLE}, {TITLE_WEIGHT}, {TITLE_WEIGHT}, 1.0, 1.0) * d.boost"
_NEWEST = "-coalesce(strftime('%%s', d.published_at), 0)"


class SqliteEngine(Embedded):
    """Ranks by bm25() with title weight 2; the words of a question are joined by OR."""

    name: ClassVar[str] = "sqlite"

    def ranked(self, request: Request) -> Ranked:
        """Find, count and order in 5 statements: hits go once into a temporary table, and all is read from there."""
        run(_HITS)
        run(Sql("DELETE FROM temp.hits"))
        run(Sql("INSERT INTO temp.hits SELECT * FROM (") + _found(request) + ") WHERE (missed & (missed - 1)) = 0")
        total, facets = sorted_counts(run(counts(request)))
        if not total or not request.size:
            return Ranked({}, total, facets)
        page = run(
            Sql("SELECT document_id, min(rank) AS best FROM hits WHERE missed = 0 GROUP BY grp")
            + Sql("ORDER BY best, document_id LIMIT %s OFFSET %s", (request.size, request.offset))
        )
        return Ranked({pk: -best for pk, best in page}, total, facets)

    def snippets(self, request: Request, pks: list[int]) -> dict[int, tuple[str, str]]:
        """Cut snippets for the rows of one page; inside the ordered query they would cost 40 times as much."""
        cut = f"snippet({TABLE}, {{}}, '{START}', '{END}', '{FRAGMENT}', {SNIPPET_WORDS})"
        rows = run(
            _match(expression(request.query), f"rowid, {cut.format(3)}, {cut.format(2)}") + "AND rowid IN" + one_of(pks)
        )
        return {pk: (body, summary) for pk, body, summary in rows}

    def rebuild(self) -> None:
        """Read the whole full-text index anew from the projection."""
        sqlite_tables.ensure(connection)
        run(Sql(f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"))

    def health(self) -> Health:
        """Say whether the table and its triggers stand."""
        try:
            lacking = sqlite_tables.lacking(connection)
        except DatabaseError as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=not lacking, detail=", ".join(lacking))


def _match(said: str, columns: str = "rowid") -> Sql:
    """Ask the full-text table."""
    return Sql(f"SELECT {columns} FROM {TABLE} WHERE {TABLE} MATCH %s", (said,))


def _found(request: Request) -> Sql:
    """Select what matches and may be seen: its thing, the selection it misses, its rank (small is good)."""
    query = request.query
    by_text = needs_match(query)
    rank = _BEST if by_text and request.sort is Sort.RELEVANCE else _NEWEST
    found = Sql('SELECT d.id, d."group",') + missed(request) + f"AS missed, {rank} FROM search_searchdocument d"
    if by_text:
        found += Sql(f"JOIN {TABLE} ON {TABLE}.rowid = d.id AND {TABLE} MATCH %s", (expression(query),))
    found += "WHERE" + visible(request)
    if query.needed > 1:  # one word is what OR asks for anyway
        each = Sql.join(" UNION ALL ", [_match(_node(clause.node)) for clause in query.wanted])
        found += "AND d.id IN (SELECT rowid FROM (" + each
        found += Sql(") GROUP BY rowid HAVING count(*) >= %s)", (query.needed,))
    if query.excluded:
        found += "AND d.id NOT IN (" + _match(" OR ".join(_node(node) for node in query.excluded)) + ")"
    return found


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
