"""The engine inside PostgreSQL: a text vector with GIN finds, BM25 computed in SQL orders the candidates.

ts_rank_cd is never used to rank: it knows no document frequency and halves the quality (docs/decisions/0031).
"""

from typing import ClassVar

from django.db import DatabaseError, connection

from search.engines import postgresql_tables
from search.engines.base import TITLE_WEIGHT, Health, Request, Sort, needs_match
from search.engines.embedded import Embedded, Ranked, run, sorted_counts
from search.engines.fragments import Sql, counts, missed, one_of, visible
from search.engines.postgresql_tables import CONFIGURATION
from search.engines.statistics import Statistics, Term, refresh_statistics, statistics, terms
from search.query import Clause, Either, InTitle, Phrase, Word
from search.snippets import END, FRAGMENT, START

MOST_CANDIDATES = 5_000
SATURATION, LENGTH_SHARE = 1.2, 0.75
"""The usual k1 and b of BM25, as in FTS5 and Lucene."""
HEADLINE_CHARACTERS = 40_000
_FROM = f"search_searchdocument d JOIN {postgresql_tables.VECTORS} v ON v.document_id = d.id"
_HEADLINE = (
    f'StartSel="{START}", StopSel="{END}", MaxFragments=2, MaxWords=20, MinWords=8, FragmentDelimiter="{FRAGMENT}"'
)


class PostgresqlEngine(Embedded):
    """Orders by BM25 with title weight 2; the words of a question are joined by OR."""

    name: ClassVar[str] = "postgresql"

    def ranked(self, request: Request) -> Ranked:
        """Find, count and order in 3 statements, and 1 more where no statistics were made yet."""
        total, facets = sorted_counts(run(_hits(request) + counts(request)))
        if not total or not request.size:
            return Ranked({}, total, facets)
        newest = request.sort is Sort.NEWEST or not needs_match(request.query)
        page = run(_newest(request) if newest else _best(request))
        return Ranked({pk: float(best or 0) for pk, best in page}, total, facets)

    def snippets(self, request: Request, pks: list[int]) -> dict[int, tuple[str, str]]:
        """Cut snippets for the rows of one page."""
        said = _any(request.query.scored)
        body, summary = (
            f"ts_headline('{CONFIGURATION}', left({column}, {HEADLINE_CHARACTERS})," + said + Sql(", %s)", (_HEADLINE,))
            for column in ("body", "summary")
        )
        rows = run("SELECT id," + body + "," + summary + "FROM search_searchdocument WHERE id IN" + one_of(pks))
        return {pk: (body, summary) for pk, body, summary in rows}

    def rebuild(self) -> None:
        """Compute the vectors anew and count words."""
        postgresql_tables.ensure(connection)
        postgresql_tables.fill(connection)
        refresh_statistics()

    def health(self) -> Health:
        """Say whether the table, its triggers and its functions stand, and which extensions help."""
        try:
            lacking = postgresql_tables.lacking(connection)
            helping = sorted(postgresql_tables.installed(connection))
        except DatabaseError as error:
            return Health(self.name, ok=False, detail=str(error))
        return Health(self.name, ok=not lacking, detail=", ".join(lacking or helping))


def _hits(request: Request) -> Sql:
    """Give every document that matches with the selection it misses, as the table `hits`."""
    found = 'SELECT d.id AS document_id, d."group" AS grp, d.published_at,' + missed(request)
    found += "AS missed FROM" + Sql(_FROM) + "WHERE" + _matching(request)
    return "WITH hits AS MATERIALIZED (SELECT * FROM (" + found + ") found WHERE missed & (missed - 1) = 0)"


def _newest(request: Request) -> Sql:
    """Order by date, and number the order downwards, so that the largest is first as with scores."""
    return (
        _hits(request)
        + "SELECT (array_agg(document_id ORDER BY published_at DESC NULLS LAST, document_id))[1] AS first,"
        + "extract(epoch FROM max(published_at)) AS best FROM hits WHERE missed = 0 GROUP BY grp"
        + Sql("ORDER BY best DESC NULLS LAST, first LIMIT %s OFFSET %s", (request.size, request.offset))
    )


def _best(request: Request) -> Sql:
    """Order the candidates by BM25 and keep the best part of each thing."""
    known = terms(request.query.scored)
    scored = 'SELECT d.id AS document_id, d."group" AS grp, d.boost * (' + _score(known, statistics()) + ") AS score"
    scored += "FROM" + Sql(_FROM) + "WHERE d.id IN (" + _candidates(request, known) + ")"
    best = "SELECT DISTINCT ON (grp) document_id, score FROM (" + scored + ") scored"
    best += "ORDER BY grp, score DESC, document_id"
    order = Sql("ORDER BY score DESC, document_id LIMIT %s OFFSET %s", (request.size, request.offset))
    return "SELECT document_id, score FROM (" + best + ") best" + order


def _candidates(request: Request, known: list[Term]) -> Sql:
    """Choose what is scored: all documents with the rarest words, and some with the next, up to 5,000."""
    rule = _matching(request)
    if request.filters:
        rule = rule + "AND (" + missed(request) + ") = 0"
    every = f"SELECT d.id FROM {_FROM} WHERE" + rule
    left, rare, next_word = MOST_CANDIDATES, [], None
    for term in sorted(known, key=lambda term: term.documents):
        if term.documents > left:
            next_word = term
            break
        left -= term.documents
        rare.append(term)
    if next_word is None:
        return every + Sql("LIMIT %s", (MOST_CANDIDATES,))
    some = "(" + every + "AND v.vector @@" + next_word.query + Sql("LIMIT %s)", (max(left, 1),))
    if not rare:
        return some
    return every + "AND v.vector @@ (" + Sql.join(" || ", [term.query for term in rare]) + ") UNION" + some


def _score(known: list[Term], whole: Statistics) -> Sql:
    """Write BM25: for each word its rarity, times its frequency, damped by the document's length.

    f / (f + damping) is written as 1 - damping / (f + damping), so that each frequency is read once.
    """
    share = LENGTH_SHARE / max(whole.average_words, 1.0)
    damping = f"({SATURATION} * ({1 - LENGTH_SHARE} + {share:.9f} * d.words))"
    parts = [
        Sql(f"%s * (1 - {damping} / ({damping} +", (term.weight * whole.rarity(term.documents) * (SATURATION + 1),))
        + Sql("search_frequency(v.vector,") + term.query + Sql(f", {TITLE_WEIGHT - 1})))")
        for term in known
    ]  # fmt: skip
    return Sql.join(" + ", parts) if parts else Sql("0")


def _matching(request: Request) -> Sql:
    """Say which documents `d` match the text and may be seen."""
    query = request.query
    rules = [visible(request), *(_node(clause.node) for clause in query.required)]
    if query.needed == 1:
        rules.append("v.vector @@" + _any(query.wanted))
    elif query.needed > 1:
        each = ("(v.vector @@" + _any((clause,)) + ")::int" for clause in query.wanted)
        rules.append("v.vector @@" + _any(query.wanted))
        rules.append("(" + Sql.join(" + ", each) + Sql(") >= %s", (query.needed,)))
    rules += ["NOT (" + _node(node) + ")" for node in query.excluded]
    return Sql.join(" AND ", rules)


def _node(node: Word | Phrase | Either | InTitle) -> Sql:
    """Say that a node holds for `d`; the index finds the words, and the title is looked at afterwards."""
    if isinstance(node, InTitle):
        said = _any((Clause(node.node),))
        return "v.vector @@" + said + "AND ts_filter(v.vector, '{a}') @@" + said
    return "v.vector @@" + _any((Clause(node),))


def _any(clauses: tuple[Clause, ...]) -> Sql:
    """Write words and phrases joined by OR; PostgreSQL itself makes the query of each, from plain text."""
    texts: list[str] = []
    for clause in clauses:
        node = clause.node.node if isinstance(clause.node, InTitle) else clause.node
        options = node.options if isinstance(node, Either) else (node,)
        texts += [" ".join(option.words) for option in options]
    each = (Sql(f"phraseto_tsquery('{CONFIGURATION}', search_plain(%s))", (text,)) for text in texts)
    return "(" + Sql.join(" || ", each) + ")"
