import pytest
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core.partial_date import PartialDate
from tests.queries import cold_cost
from tests.regulatory.factories import InstrumentFactory, InstrumentVersionFactory, draft, page, resting_on, statement

pytestmark = pytest.mark.django_db
LIST = "/regulatory/instruments/"


def test_the_list_is_narrowed_by_the_stage_of_the_latest_version(client):
    final = InstrumentVersionFactory(stage="consultation").instrument
    InstrumentVersionFactory(instrument=final, sequence=2, stage="final")
    open_one = InstrumentVersionFactory(stage="consultation").instrument
    response = client.get(f"{LIST}?stage=consultation")
    assertContains(response, open_one.title)
    assertNotContains(response, final.title)


def test_the_list_shows_source_date_and_confidence_and_marks_what_is_not_checked(client):
    InstrumentVersionFactory(instrument__confidence="general", published="2022-11")
    response = client.get(LIST)
    for shown in ("published 2022-11", "Register of guidelines", "not yet checked"):
        assertContains(response, shown)


def test_the_list_goes_on_page_by_page(client):
    names = {InstrumentVersionFactory().instrument.title for _number in range(70)}
    first = client.get(LIST).content.decode()
    cursor = first.split("?after=")[1].split('"')[0]
    second = client.get(f"{LIST}?after={cursor}").content.decode()
    assert {name for name in names if f">{name}<" in first + second} == names


def test_a_filter_that_does_not_exist_is_refused(client):
    assert client.get(f"{LIST}?stage=rumoured").status_code == 400


def test_an_instrument_shows_what_rests_on_it_and_no_drafts(client):
    instrument = InstrumentVersionFactory(stage="final", published="2023", consultation_end="2022-06-30").instrument
    resting = statement(evidence=(page(), resting_on(instrument)), summary="Resting words.")
    statement(summary="Other words.")
    response = client.get(instrument.get_absolute_url())
    for shown in (
        "Resting words.",
        resting.jurisdiction.name,
        "The consultation ended on 2022-06-30.",
        "published 2023",
    ):
        assertContains(response, shown)
    assertNotContains(response, "Other words.")


def test_a_consultation_that_is_open_says_until_when(client):
    instrument = InstrumentVersionFactory(stage="consultation", consultation_end=PartialDate("2100")).instrument
    assertContains(client.get(instrument.get_absolute_url()), "Comments are taken until 2100.")


def test_instruments_name_what_they_supersede(client):
    old, new = InstrumentFactory(), InstrumentFactory()
    new.supersedes.add(old)
    assertContains(client.get(new.get_absolute_url()), old.get_absolute_url())
    assertContains(client.get(old.get_absolute_url()), new.get_absolute_url())


def test_pages_cost_the_same_for_one_statement_and_for_a_hundred(client):
    instrument = InstrumentVersionFactory().instrument
    statement(evidence=(page(), resting_on(instrument)))
    addresses = (LIST, instrument.get_absolute_url())
    once = [cold_cost(client, address) for address in addresses]
    for number in range(50):
        InstrumentVersionFactory()
        statement(evidence=(page(), resting_on(instrument)), topic=f"t{number}")
    draft()
    assert [cold_cost(client, address) for address in addresses] == once
    assert max(once) <= 15
