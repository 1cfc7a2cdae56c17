import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc.core import citable
from cmkc.core.citable import Citable, CitableKind, address_of, provenance_line, record_line
from cmkc.core.facts import Sourced
from cmkc.core.registry import Registry


def thing(**csl):
    return Citable("guide", "guide-1.0", "report", {"title": "Guide"} | csl, "/guides/guide/1.0/")


def test_a_registered_kind_is_found_by_name_and_key(monkeypatch):
    kinds = Registry("citable")
    monkeypatch.setattr(citable, "kinds", kinds)
    citable.register(CitableKind("guide", lambda keys, _reader: {key: thing() for key in keys if key == "guide-1.0"}))
    assert citable.find("guide", "guide-1.0", AnonymousUser()).key == "guide-1.0"
    assert citable.find("guide", "other", AnonymousUser()) is None
    assert citable.find("song", "other", AnonymousUser()) is None


@pytest.mark.parametrize(
    ("csl", "address"),
    [
        ({"URL": "https://x.org/"}, "https://x.org/"),
        ({"DOI": "10.1/x"}, ""),
        ({}, "https://cmkc.example/guides/guide/1.0/"),
    ],
)
def test_a_thing_is_at_its_own_address_or_here(csl, address):
    assert address_of(thing(**csl), "https://cmkc.example") == address


def test_where_a_record_is_from_stands_in_one_line():
    fact = type("Read", (), {name: getattr(Sourced, name) for name in ("checked", "shown_date")})()
    fact.__dict__ |= {
        "source_title": "Title", "source_body": "Body", "source_year": 2020, "as_of": None, "confidence": "found",
        "get_confidence_display": lambda: "a source was read",
    }  # fmt: skip
    line = "Source of this record: Title, Body. Date: 2020. Confidence: a source was read."
    assert provenance_line(fact) == line
    fact.confidence = "general"
    assert provenance_line(fact) == "Not yet checked. Source of this record: Title, Body. Date: 2020."


def test_an_export_says_which_record_it_is_from():
    item = Citable(
        "ref", "X-1", "report", {}, "/x/", status=("Review: none", "Access: open"), provenance="From somebody."
    )
    assert record_line(item, "https://cmkc.example") == (
        "X-1, https://cmkc.example/x/. Review: none. Access: open. From somebody."
    )
