"""A question in Elasticsearch's language, made by elasticsearch-dsl from the syntax tree; raw text is only data."""

from collections.abc import Iterable
from typing import Any

from elasticsearch_dsl import A, Q, Search
from elasticsearch_dsl.query import Query as Clauses

from search.engines.base import TITLE_WEIGHT, Request, Sort, needs_match
from search.engines.mapping import LUCENE_STOP_WORDS
from search.query import Clause, Either, InTitle, Phrase, Query, Word
from search.snippets import END, START

TEXT_FIELDS = (f"title^{TITLE_WEIGHT:g}", f"abbreviation^{TITLE_WEIGHT:g}", "summary", "body")
TITLE_FIELDS = ("title", "abbreviation")
MOST_VALUES = 500
"""No facet has as many values; a larger one would be cut, so it must not be reached."""
NEAR, NEAR_BOOST = 8, 1.0

_COUNT_THINGS = {
    "init_script": "state.seen = new HashSet()",
    "map_script": "state.seen.add(doc['group_hash'].value)",
    "combine_script": "return state.seen",
    "reduce_script": "Set all = new HashSet(); for (seen in states) { all.addAll(seen) } return all.size()",
}
"""Counts things exactly, not documents; the cardinality aggregation would only estimate."""


def question(request: Request) -> Search:
    """Write the whole question: match, audience, one row per thing, facets without their own selection, snippets."""
    search = Search().query(_matching(request)).extra(collapse={"field": "group"}, track_total_hits=False)
    selections = {field: _in_field(field, values) for field, values in request.filters.items() if values}
    if selections:
        search = search.post_filter(Q("bool", filter=list(selections.values())))
    _add_counts(search, request, selections)
    search = search.sort(*_order(request)).source(excludes=["body"])[request.offset : request.offset + request.size]
    if needs_match(request.query):
        search = search.highlight_options(
            pre_tags=[START], post_tags=[END], type="unified", fragment_size=180, require_field_match=False
        ).highlight("body", number_of_fragments=2)
        search = search.highlight("summary", number_of_fragments=1)
    return search


def _matching(request: Request) -> Clauses:
    """Say what is found and how it ranks; the audience is a filter that no question can leave out."""
    query = request.query
    filters = [Q("terms", audience=sorted(request.principals))]
    filters += [_in_field(field, values) for field, values in _by_field(query.filters).items()]
    excluded = [_in_field(field, [value]) for field, value in query.excluded_filters]
    rules: dict[str, Any] = {
        "filter": filters,
        "must": [_clause(clause) for clause in query.required],
        "must_not": [*(_node(node) for node in query.excluded), *excluded],
    }
    if query.wanted:
        wanted = Q("bool", should=[_clause(clause) for clause in query.wanted], minimum_should_match=query.needed)
        rules["must"].append(wanted)
        rules["should"] = _near(query)
    found = Q("bool", **rules)
    if not needs_match(query):
        return found
    return Q("function_score", query=found, functions=[{"field_value_factor": {"field": "boost", "missing": 1}}])


def _clause(clause: Clause) -> Clauses:
    return _node(clause.node, boost=clause.weight)


def _node(node: Word | Phrase | Either | InTitle, boost: float = 1.0, fields: Iterable[str] = TEXT_FIELDS) -> Clauses:
    """Write one node; a word that the index leaves out is looked for where titles keep every word."""
    if isinstance(node, InTitle):
        return _node(node.node, boost, TITLE_FIELDS)
    if isinstance(node, Either):
        return Q("dis_max", queries=[_node(option, boost, fields) for option in node.options])
    said: dict[str, Any] = {"query": " ".join(node.words), "fields": list(fields), "boost": boost}
    if isinstance(node, Word) and node.text not in LUCENE_STOP_WORDS:
        return Q("combined_fields", **said)
    if isinstance(node, Word):
        said["fields"] = [f"{field}.exact" for field in TITLE_FIELDS]
    return Q("multi_match", type="phrase", **said)


def _near(query: Query) -> list[Clauses]:
    """Raise documents in which the words stand near each other."""
    words = [clause.node.text for clause in query.wanted if isinstance(clause.node, Word)]
    if len(words) < 2:  # noqa: PLR2004  (one word is always near itself)
        return []
    said = " ".join(words)
    return [
        Q("match_phrase", title={"query": said, "slop": NEAR, "boost": NEAR_BOOST}),
        Q("match_phrase", body={"query": said, "slop": NEAR, "boost": NEAR_BOOST}),
    ]


def _add_counts(search: Search, request: Request, selections: dict[str, Clauses]) -> None:
    """Count things: all that pass every selection, and by field those that pass every other field's."""
    everything = A("filter", Q("bool", filter=list(selections.values())))
    everything.metric("things", "scripted_metric", **_COUNT_THINGS)
    search.aggs["total"] = everything
    for field in request.facets:
        others = [rule for other, rule in selections.items() if other != field]
        values = A("terms", field=_path(field), size=MOST_VALUES)
        values.metric("things", "scripted_metric", **_COUNT_THINGS)
        narrowed = A("filter", Q("bool", filter=others))
        narrowed.bucket("values", values)
        search.aggs[f"facet_{field}"] = narrowed


def _order(request: Request) -> tuple[dict[str, Any] | str, ...]:
    if request.sort is Sort.NEWEST or not needs_match(request.query):
        return ({"published_at": {"order": "desc", "missing": "_last"}}, "uid")
    return ({"_score": {"order": "desc"}}, "uid")


def _in_field(field: str, values: Iterable[str]) -> Clauses:
    return Q("terms", **{_path(field): sorted(values)})


def _path(field: str) -> str:
    return "kind" if field == "kind" else f"facets.{field}"


def _by_field(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for field, value in pairs:
        found.setdefault(field, []).append(value)
    return found
