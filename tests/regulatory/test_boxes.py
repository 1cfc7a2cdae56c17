"""Boxes of forms by GET are tied to their labels and errors, and hold what the reader gave."""

import pytest
from pytest_django.asserts import assertHTMLEqual

from cmkc.core.assembly import Html
from cmkc.regulatory import boxes
from cmkc.regulatory.forms import CompareForm, MomentForm, TableForm
from tests.regulatory.factories import JurisdictionFactory

pytestmark = pytest.mark.django_db


def written(form, *names):
    html = Html()
    boxes.fields(html, form, names)
    return html.done()


def test_a_day_has_the_browsers_box_and_what_is_no_day_a_text_box():
    day = '<input type="date" autocomplete="off" id="id_as_of" name="as_of"{}>'
    assertHTMLEqual(
        written(MomentForm({}), "as_of"),
        f'<div class="field"><label for="id_as_of">What held on</label>{day.format("")}</div>',
    )
    assertHTMLEqual(
        written(MomentForm({"as_of": "2024-06-30"}), "as_of"),
        f'<div class="field"><label for="id_as_of">What held on</label>{day.format(" value=2024-06-30")}</div>',
    )
    refused = written(MomentForm({"as_of": '"><b>'}), "as_of")
    assert '<input type="text" aria-describedby="id_as_of_error" aria-invalid="true"' in refused
    assert 'value="&quot;&gt;&lt;b&gt;"' in refused
    assert '<ul class="error" id="id_as_of_error"><li>“&quot;&gt;&lt;b&gt;” is no day.' in refused


def test_all_fields_stand_in_their_order_and_keep_what_was_chosen():
    JurisdictionFactory(code="us", name="United <b>States</b>")
    form = TableForm({"basis": ["binding"], "jurisdiction": ["us"]})
    html = written(form)
    places = [html.index(f'id="id_{name}') for name in form.fields]
    assert places == sorted(places)
    assert html.count("<fieldset") == 3
    assert 'value="us" id="id_jurisdiction_0" checked> United &lt;b&gt;States&lt;/b&gt;' in html
    assert 'value="binding" id="id_basis_0" checked>' in html
    assert html.count("checked>") == 2


@pytest.mark.parametrize(("given", "ticked"), [({}, ""), ({"differences": "on"}, " checked")])
def test_one_tick_stands_before_its_label(given, ticked):
    assertHTMLEqual(
        written(CompareForm(given), "differences"),
        '<div class="field"><label class="choice" for="id_differences">'
        f'<input type="checkbox" id="id_differences" name="differences"{ticked}><span>Differences only</span>'
        "</label></div>",
    )


def test_the_boxes_of_a_comparison_hold_what_was_chosen_and_else_nothing():
    html = Html()
    boxes.places(html, [("us", "United States"), ("eu", "European Union")], ["eu"], range(1, 3))
    assertHTMLEqual(
        html.done(),
        '<div class="field"><label for="id_a_1">Jurisdiction 1</label><select name="a" id="id_a_1">'
        '<option value="">none</option><option value="us">United States</option>'
        '<option value="eu" selected>European Union</option></select></div>'
        '<div class="field"><label for="id_a_2">Jurisdiction 2</label><select name="a" id="id_a_2">'
        '<option value="">none</option><option value="us">United States</option>'
        '<option value="eu">European Union</option></select></div>',
    )
