import datetime

import pytest
import time_machine
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.actions import record_change_of_law, record_statement
from cmkc.regulatory.entries import entry_of
from cmkc.regulatory.models import Change
from cmkc.regulatory.vocabulary import Reason
from tests.queries import cold_cost
from tests.regulatory.factories import InstrumentVersionFactory, JurisdictionFactory, entry, statement

pytestmark = pytest.mark.django_db
LIST = "/regulatory/changes/"


@pytest.fixture
def _changes():
    us = JurisdictionFactory(code="us")
    InstrumentVersionFactory(
        instrument__short="New act", instrument__jurisdiction=us, published="2023-05", effective_from="2024"
    )
    with time_machine.travel(datetime.datetime(2026, 11, 1, 12, tzinfo=datetime.UTC)):
        old = statement(jurisdiction="us", topic="rtrt", valid_from=PartialDate("2019"), summary="Imported words.")
        record_statement(entry_of(old, summary="Corrected words.", reason=Reason.CORRECTED), replaces=old)
        other = statement(jurisdiction="eu", topic="rtrt")
        new = entry(
            jurisdiction=other.jurisdiction,
            topic=other.topic,
            summary="New law.",
            valid_from=PartialDate("2025-02"),
            reason=Reason.LAW_CHANGED,
        )
        record_change_of_law(other, new)


@pytest.mark.usefixtures("_changes")
def test_changes_stand_newest_first_each_on_its_own_day(client):
    assert [(str(change.day), change.kind) for change in Change.objects.for_listing()] == [
        ("2026-11-01", "corrected"),
        ("2025-02", "law-changed"),
        ("2024", "effective"),
        ("2023-05", "published"),
    ]
    response = client.get(LIST)
    for shown in ("Corrected words.", "New law.", "New act"):
        assertContains(response, shown)
    assertNotContains(response, "Imported words.")


@pytest.mark.usefixtures("_changes")
def test_the_law_and_our_corrections_are_told_apart(client):
    law = client.get(f"{LIST}?what=law")
    assertContains(law, "New law.")
    assertNotContains(law, "Corrected words.")
    record = client.get(f"{LIST}?what=record")
    assertContains(record, "Corrected words.")
    assertNotContains(record, "New law.")


@pytest.mark.usefixtures("_changes")
def test_changes_carry_source_date_and_confidence(client):
    response = client.get(LIST)
    for shown in ("Register of guidelines", "a source was read", "Guideline on release", "D: imported"):
        assertContains(response, shown)


@pytest.mark.usefixtures("_changes")
def test_changes_of_one_jurisdiction(client):
    assertNotContains(client.get(f"{LIST}?jurisdiction=eu"), "New act")
    assert client.get(f"{LIST}?jurisdiction=atlantis").status_code == 400


@pytest.mark.usefixtures("_changes")
def test_an_edited_date_moves_its_line():
    version = InstrumentVersionFactory._meta.model.objects.get()
    version.effective_from = PartialDate("2025-01")
    version.save()
    days = Change.objects.filter(version=version).values_list("day", flat=True)
    assert {str(day) for day in days} == {"2023-05", "2025-01"}


def test_the_list_goes_on_and_costs_the_same(client):
    InstrumentVersionFactory(published="2023")
    one = cold_cost(client, LIST)
    for number in range(60):
        InstrumentVersionFactory(published=f"20{number % 20 + 10}-0{number % 9 + 1}")
    assert cold_cost(client, LIST) == one
    first = client.get(LIST).content.decode()
    cursor = first.split("?after=")[1].split('"')[0]
    assert client.get(f"{LIST}?after={cursor}").content.decode().count("<time>") == 21
