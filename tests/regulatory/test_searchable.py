import datetime

import pytest

from cmkc.regulatory.actions import record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import Verification
from cmkc.regulatory.vocabulary import Reason, State
from search.models import SearchDocument
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import InstrumentFactory, InstrumentVersionFactory, TopicFactory, draft, page, statement

pytestmark = pytest.mark.django_db


def documents(kind):
    return SearchDocument.objects.filter(kind=kind, deleted=False)


def test_a_published_statement_is_found_with_source_date_and_confidence():
    made = statement(evidence=(page(title="Paper on diversion"),))
    document = documents("statement").get()
    assert document.title == f"{made.jurisdiction}: {made.topic}"
    assert "Paper on diversion" in document.body
    assert document.shown["date"] == "source of 2024"
    assert document.shown["confidence"].startswith("D: imported")
    assert document.facets["jurisdiction"] == [made.jurisdiction.code]
    assert document.audience == "public"


def test_a_draft_is_in_no_index():
    draft(summary="Unverified words.")
    assert not documents("statement").exists()


def test_a_corrected_statement_is_found_by_its_new_words_alone():
    old = statement(summary="Old words.")
    record_statement(entry_of(old, summary="New words.", reason=Reason.CORRECTED), replaces=old)
    assert [document.summary for document in documents("statement")] == ["New words."]


def test_a_withdrawn_statement_is_found_no_more():
    old = statement()
    record_statement(entry_of(old, state=State.DRAFT, reason=Reason.WITHDRAWN), replaces=old, by=UserFactory())
    assert not documents("statement").exists()


def test_a_verification_changes_the_confidence_that_search_shows():
    made = statement()
    day = datetime.datetime.now(tz=datetime.UTC).date()
    Verification.objects.create(statement=made, person=UserFactory(), capacity="expert", method="read", verified_on=day)
    assert documents("statement").get().shown["confidence"].startswith("C")


def test_an_instrument_is_found_with_the_stage_of_its_latest_version():
    instrument = InstrumentFactory()
    InstrumentVersionFactory(instrument=instrument, stage="consultation", published="2022")
    assert documents("instrument").get().shown["status"] == "consultation"
    InstrumentVersionFactory(instrument=instrument, stage="final", sequence=2, published="2023-05")
    document = documents("instrument").get()
    assert (document.shown["status"], document.shown["date"]) == ("final", "2023-05")


def test_a_question_is_found_by_what_it_asks():
    topic = TopicFactory(question="Which text governs diversion?")
    document = documents("question").get()
    assert (document.title, document.summary, document.url) == (topic.title, topic.question, topic.get_absolute_url())
