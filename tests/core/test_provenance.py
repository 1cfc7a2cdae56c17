"""The line below a fact in a list says what the component says."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from pytest_django.asserts import assertHTMLEqual

from cmkc.core.assembly import Html
from cmkc.core.provenance import provenance


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("level", ["seed", "found", "general"])
@pytest.mark.parametrize("url", ["", "https://agency.example/?a=1&b=<2>"])
@pytest.mark.parametrize(
    ("year", "day"), [(None, None), (2021, None), (2021, date(2022, 3, 4)), (None, date(2022, 3, 4))]
)
def test_source_date_and_confidence_are_those_of_the_component(compact, level, url, year, day):
    said = {"source_title": "A & B <i>", "source_body": "Agency & co.", "source_year": year, "source_url": url}
    fact = SimpleNamespace(**said, confidence=level, as_of=day)
    html = Html()
    provenance(html, fact, compact=compact)
    shown = {"checked": level != "general", "shown_date": str(year or day or "")}
    of_component = {"fact": said | shown | {"confidence": level}, "compact": compact}
    assertHTMLEqual(html.done(), render_to_string("components/_provenance.html", of_component))
