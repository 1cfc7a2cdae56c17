from dataclasses import replace

import pytest
from django.http import QueryDict

from search import results
from search.asked import Asked
from search.engines.base import Answer, Hit
from search.models import FacetLabel
from search.results import Labels

pytestmark = pytest.mark.django_db


def asked(address):
    return Asked.of(QueryDict(address))


def answer(**facets):
    return Answer([], 5, facets, "sqlite")


def test_values_have_labels_or_readable_forms(world):
    FacetLabel.objects.create(field="jurisdiction", value="us", label="United States")
    found = answer(jurisdiction={"us": 2, "new-zealand": 1}, kind={"term": 3}, year={"2020": 1})
    labels = Labels(asked(""), found)
    assert labels.value("jurisdiction", "us") == "United States"
    assert labels.value("jurisdiction", "new-zealand") == "New zealand"
    assert (labels.value("kind", "term"), labels.value("kind", "odd"), labels.value("year", "2020")) == (
        "Terms",
        "Odd",
        "2020",
    )


def test_facets_show_counts_chosen_values_and_years_from_the_newest(world):
    found = answer(kind={"term": 1, "guide": 4}, year={"2019": 9, "2024": 1})
    shown = {facet["name"]: facet for facet in results.facets(asked("kind=thing"), found, Labels(asked(""), found))}
    assert [(one["value"], one["count"], one["checked"]) for one in shown["kind"]["values"]] == [
        ("guide", 4, False), ("term", 1, False), ("thing", 0, True),
    ]  # fmt: skip
    assert [one["value"] for one in shown["year"]["values"]] == ["2024", "2019"]
    assert set(shown) == {"kind", "year"}


def test_a_folded_facet_opens_when_something_in_it_is_chosen(world):
    found = answer(year={str(year): 1 for year in range(2000, 2010)})
    assert not results.facets(asked("year=2009"), found, Labels(asked(""), found))[0]["open"]
    assert results.facets(asked("year=2000"), found, Labels(asked(""), found))[0]["open"]


def test_many_values_are_cut_but_for_chosen_ones(world):
    found = answer(topic={f"t{number:03}": 100 - number for number in range(90)})
    values = results.facets(asked("topic=t080"), found, Labels(asked(""), found))[0]["values"]
    assert len(values) == 41
    assert values[-1]["value"] == "t080"


def test_rows_say_what_a_hit_is(world):
    hit = Hit(
        uid="u", group="g", kind="term", title="T", url="/t/#a", summary="", snippet="s", facets={},
        shown={"date": "2020", "jurisdiction": "EU", "odd": "x"}, published_at=None, score=1.0,
    )  # fmt: skip
    (row,) = results.rows([hit], Labels(asked(""), answer()))
    assert row == {
        "title": "T",
        "url": "/t/#a",
        "kind": "Terms",
        "snippet": "s",
        "meta": ["EU"],
        "labels": ["2020"],
        "lang": "en",
        "meta_lang": "en",
    }


def test_a_section_names_what_it_stands_in_and_a_jurisdiction_its_name(world):
    FacetLabel.objects.create(field="jurisdiction", value="us", label="United States")
    hit = Hit(
        uid="guide:1:en:a#b", group="guide:1", kind="guide", title="4.2", url="/", summary="The guide", snippet="text",
        facets={}, shown={"jurisdiction": "us", "status": "release 1.0"}, published_at=None, score=1.0,
    )  # fmt: skip
    labels = Labels(asked(""), answer(jurisdiction={"us": 1}))
    assert results.rows([hit], labels)[0]["meta"] == ["The guide", "United States"]
    whole = replace(hit, uid="guide:1:en", shown={"jurisdiction": "mars"})
    assert results.rows([whole], labels)[0]["meta"] == ["mars"]
    assert results.rows([replace(hit, snippet="The guide", shown={})], labels)[0]["meta"] == []


def test_pages_stand_around_this_one():
    shown = results.pages(asked("q=a1&page=5"), 1_000)
    assert [page["label"] for page in shown] == ["1–20", "41–60", "61–80", "81–100", "101–120", "121–140", "981–1000"]
    assert [page["label"] for page in shown if page["current"]] == ["81–100"]
    assert results.pages(asked("q=a1"), 20) == []
    assert results.pages(asked("q=a1"), 21)[1] == {"label": "21–21", "url": "/search/?q=a1&page=2", "current": False}
    assert results.pages(asked("q=a1&page=50"), 99_999)[-1]["label"] == "981–1000"


def test_orders_need_words_to_order_by():
    assert results.sorts(asked("kind=term")) == []
    assert [sort["url"] for sort in results.sorts(asked("q=a1&page=2"))] == [
        "/search/?q=a1",
        "/search/?q=a1&sort=newest",
    ]


def test_chips_take_one_value_away(world):
    chips = results.chips(asked("q=a1&kind=term&year=2020"), Labels(asked(""), answer()))
    assert [(chip["label"], chip["url"]) for chip in chips] == [
        ("Terms", "/search/?q=a1&year=2020"), ("2020", "/search/?q=a1&kind=term"),
    ]  # fmt: skip


def test_each_word_of_a_long_question_may_be_asked_alone():
    assert [one["url"] for one in results.single_words(asked("q=feeder+-refill"))] == [
        "/search/?q=feeder", "/search/?q=refill",
    ]  # fmt: skip
    assert results.single_words(asked("q=feeder")) == []
