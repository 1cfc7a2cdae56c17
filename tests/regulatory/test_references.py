import pytest
from django.contrib.auth.models import AnonymousUser

from cmkc import roles
from cmkc.core.markdown import render
from cmkc.core.references import Target, kinds, resolve
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import InstrumentFactory, TopicFactory, draft, statement

pytestmark = pytest.mark.django_db


def found(kind, key, reader=None):
    return resolve([Target(kind, key)], reader or AnonymousUser()).get(Target(kind, key))


def test_a_cell_is_cited_by_jurisdiction_and_topic():
    made = statement(jurisdiction="us", topic="rtrt", summary="It may be used.")
    referent = found("cell", "us/rtrt")
    assert referent.url == "/regulatory/us/rtrt/"
    assert "It may be used." in referent.summary
    assert f'href="{made.get_absolute_url()}"' in render("See [[cell:us/rtrt]].").html


def test_a_draft_is_cited_by_nobody():
    draft(jurisdiction="us", topic="rtrt", summary="Unverified words.")
    for reader in (AnonymousUser(), UserFactory(), UserFactory(roles=[roles.EDITOR])):
        assert found("cell", "us/rtrt", reader) is None
    assert "Unverified" not in render("See [[cell:us/rtrt]].").html
    assert kinds["cell"].snapshot("us/rtrt")["statements"] == []


def test_a_frozen_cell_keeps_its_sources_date_and_confidence():
    statement(jurisdiction="us", topic="rtrt")
    (frozen,) = kinds["cell"].snapshot("us/rtrt")["statements"]
    assert (frozen["basis"], frozen["date"], frozen["confidence"]) == ("guidance", "2024", "D")
    assert frozen["sources"][0]["title"] == "Guideline on release"


def test_many_cells_are_found_by_one_query(django_assert_num_queries):
    for number in range(5):
        statement(jurisdiction=f"j{number}", topic="rtrt")
    targets = [Target("cell", f"j{number}/rtrt") for number in range(5)]
    with django_assert_num_queries(1):
        assert len(resolve(targets, AnonymousUser())) == 5


def test_instruments_and_questions_are_cited_by_their_names():
    instrument, topic = InstrumentFactory(), TopicFactory()
    assert found("instrument", instrument.code).url == instrument.get_absolute_url()
    assert kinds["instrument"].snapshot(instrument.code)["title"] == instrument.title
    assert found("question", topic.slug).summary == topic.question
    assert kinds["question"].snapshot("nothing") == kinds["instrument"].snapshot("nothing") == {}
