import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual

from cmkc.regulatory import listing
from cmkc.regulatory.assembly import drawn
from tests.regulatory.factories import InstrumentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("level", ["seed", "found", "general"])
@pytest.mark.parametrize("url", ["", "https://agency.example/?a=1&b=<2>"])
@pytest.mark.parametrize("year", [None, 2021])
def test_source_date_and_confidence_are_those_of_the_component(level, url, year):
    fact = InstrumentFactory(confidence=level, source_url=url, source_year=year, source_title="A & B <i>")
    assertHTMLEqual(drawn(listing.provenance)(fact), render_to_string("components/_provenance.html", {"fact": fact}))
