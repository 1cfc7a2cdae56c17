from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from search.documents import BODY_CHARACTERS, audience_key, content_hash, projected
from search.sources import Document, Source

pytestmark = pytest.mark.once


class Thing:
    pk = 7


def columns(**said):
    source = Source(kind="term", label="", model=None, queryset=None, documents=lambda _thing: [Document(**said)])
    return next(iter(projected(source, Thing()))).columns


def test_texts_are_cleaned_and_cut():
    made = columns(
        title=" A\x00 \x02title\n", url="/", body="ﬁne\x03  text\t" + "x" * BODY_CHARACTERS, summary="a\ud800b"
    )
    assert made["title"] == "A title"
    assert made["body"].startswith("fine text x")
    assert len(made["body"]) <= BODY_CHARACTERS
    assert made["summary"] == "a?b"


def test_a_document_is_named_by_kind_key_language_and_part():
    assert columns(title="T", url="/")["uid"] == "term:7:en"
    made = columns(title="T", url="/", part="a/b#c", lang="es", kind="sense")
    assert (made["uid"], made["group"], made["kind"]) == ("term:7:es:a/b#c", "term:7", "sense")
    assert columns(title="T", url="/", group="topic:3")["group"] == "topic:3"


def test_what_is_malformed_is_refused():
    with pytest.raises(ValueError, match="needs a title"):
        columns(title=" ", url="/")
    with pytest.raises(ValueError, match="unknown facet colour"):
        columns(title="T", url="/", facets={"colour": ["red"]})
    with pytest.raises(ValueError, match="longer than 255"):
        columns(title="T", url="/", part="x" * 260)


def test_facets_are_sorted_and_a_missing_year_is_that_of_publication():
    made = columns(title="T", url="/", facets={"topic": ["b", ("a", "Label"), "b", ""]}, published_at=date(2021, 3, 4))
    assert made["facets"] == {"topic": ["a", "b"], "year": ["2021"]}
    assert columns(title="T", url="/", facets={"year": []}, published_at=date(2021, 3, 4))["facets"] == {}


def test_dates_become_moments_in_utc():
    assert columns(title="T", url="/", published_at=date(2021, 3, 4))["published_at"] == datetime(
        2021, 3, 4, tzinfo=UTC
    )
    assert columns(title="T", url="/", published_at=datetime(2021, 3, 4, 5))["published_at"].hour == 5  # noqa: DTZ001
    east = datetime(2021, 3, 4, 5, tzinfo=timezone(timedelta(hours=2)))
    assert columns(title="T", url="/", published_at=east)["published_at"].hour == 3


def test_the_hash_follows_everything_a_reader_can_see():
    said = {"title": "T", "url": "/", "body": "b", "audience": ("public",), "shown": {"date": "2020"}}
    first = columns(**said)["content_hash"]
    assert columns(**said)["content_hash"] == first
    for change in (
        {"title": "U"},
        {"url": "/u/"},
        {"audience": ("members",)},
        {"shown": {}},
        {"boost": 2},
        {"body": "c"},
    ):
        assert columns(**(said | change))["content_hash"] != first
    assert content_hash({"published_at": None}) != content_hash({"published_at": datetime(2021, 1, 1, tzinfo=UTC)})


def test_an_audience_is_a_sorted_set():
    assert audience_key(["user:5", "group:7", "user:5"]) == "group:7 user:5"
    assert audience_key([]) == ""
