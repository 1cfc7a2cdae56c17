"""The form of our Elasticsearch index: how texts are cut into words, which fields there are, and nothing else.

The analysis cuts words as the embedded engines do, so that one question finds the same things in all three.
"""

import functools

from elasticsearch_dsl import (
    Date,
    Document,
    Float,
    Index,
    Keyword,
    Long,
    MetaField,
    Object,
    Text,
    analyzer,
    char_filter,
    normalizer,
    token_filter,
)

from cmkc.core.canonical import sha256_of
from search.sources import FACET_FIELDS

_STOP_WORDS = """
a an and are as at be but by for if in into is it no not of on or such that the their then there these they this to was
will with
"""
LUCENE_STOP_WORDS = frozenset(_STOP_WORDS.split())
"""What the stop filter leaves out of the index (Lucene's `_english_`); the parser leaves out the same, and more."""

_separators = char_filter(
    "separators", type="mapping", mappings=["_ => \\u0020", ". => \\u0020", ", => \\u0020", ": => \\u0020", "’ => '"]
)
_plain = ["lowercase", "asciifolding"]
text_en = analyzer(
    "text_en",
    tokenizer="standard",
    char_filter=[_separators],
    filter=[
        *_plain,
        token_filter("possessive_en", type="stemmer", language="possessive_english"),
        token_filter("stop_en", type="stop", stopwords="_english_"),
        token_filter("stem_en", type="stemmer", language="english"),
    ],
)
exact = analyzer("exact", tokenizer="standard", char_filter=[_separators], filter=_plain)
edge = analyzer(
    "edge",
    tokenizer="standard",
    char_filter=[_separators],
    filter=[*_plain, token_filter("edges", type="edge_ngram", min_gram=2, max_gram=15)],
)
raw = normalizer("raw", filter=_plain)


class IndexedDocument(Document):
    """One document as it stands in Elasticsearch; an unknown field is refused, never guessed."""

    uid = Keyword()
    group = Keyword()
    group_hash = Long(index=False)
    kind = Keyword()
    lang = Keyword()
    url = Keyword(index=False, doc_values=False)
    audience = Keyword()
    boost = Float(index=False)
    published_at = Date()
    title = Text(
        analyzer=text_en,
        fields={
            "exact": Text(analyzer=exact),
            "edge": Text(analyzer=edge, search_analyzer=exact),
            "raw": Keyword(normalizer=raw, ignore_above=500),
        },
    )
    abbreviation = Text(analyzer=text_en, fields={"exact": Text(analyzer=exact)})
    summary = Text(analyzer=text_en)
    body = Text(analyzer=text_en, index_options="offsets")  # snippets need no second reading of long texts
    facets = Object(properties={field: Keyword() for field in FACET_FIELDS})
    shown = Object(enabled=False)

    class Meta:
        dynamic = MetaField("strict")


def definition(name: str) -> Index:
    """Describe an index of this name, ready to be created."""
    index = Index(name)
    index.settings(
        number_of_shards=1,
        auto_expand_replicas="0-1",
        refresh_interval="500ms",
        gc_deletes="1h",
    )
    index.document(IndexedDocument)
    return index


@functools.cache
def mapping_hash() -> str:
    """Give the fingerprint of the form: an index of another form has to be built anew."""
    return sha256_of(definition("any").to_dict())[:12]
