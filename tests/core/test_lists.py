"""Rows and facets of lists: all that is optional can be missing, and what somebody wrote is escaped."""

import pytest
from django.template.loader import render_to_string
from django.utils.html import format_html
from pytest_django.asserts import assertHTMLEqual

ROW = {"title": "A <b>title</b>", "url": "/a/?x=1&y=2"}


@pytest.mark.parametrize(
    ("more", "inside"),
    [
        ({}, ""),
        ({"snippet": "R&D", "lang": "en"}, '<p class="row-text" lang="en">R&amp;D</p>'),
        ({"snippet": format_html("<mark>{}</mark>", "<x>")}, '<p class="row-text"><mark>&lt;x&gt;</mark></p>'),
        (
            {"meta": ["one"], "meta_lang": "en", "labels": ["two"]},
            '<ul class="meta"><li lang="en">one</li><li>two</li></ul>',
        ),
        ({"labels": ["<two>"]}, '<ul class="meta"><li>&lt;two&gt;</li></ul>'),
        (
            {"badges": [{"label": "a", "tone": "warn"}, {"label": "b", "tone": "neutral"}, {"label": "c"}]},
            """<p class="row-badges"><span class="badge is-warn">a</span><span class="badge">b</span>
            <span class="badge">c</span></p>""",
        ),
    ],
)
def test_a_row_holds_what_it_is_given(more, inside):
    lang = ' lang="en"' if more.get("lang") else ""
    shown = (
        f'<li class="row"><div class="row-main"><h3 class="row-title"><a href="/a/?x=1&amp;y=2"{lang}>'
        f"A &lt;b&gt;title&lt;/b&gt;</a></h3>{inside}</div></li>"
    )
    assertHTMLEqual(render_to_string("components/_row.html", {"row": ROW | more}), shown)
    assertHTMLEqual(render_to_string("components/_rows.html", {"rows": [ROW | more] * 2}), shown * 2)


def test_a_row_names_its_kind_first():
    html = render_to_string("components/_row.html", {"row": ROW | {"kind": "<lesson>"}})
    assert '<li class="row"><span class="row-kind">&lt;lesson&gt;</span>' in html


def facet(number, **more):
    values = [{"value": f"v{place}", "label": f"L{place}", "count": place, "checked": False} for place in range(number)]
    return {"name": "year", "label": "Year", "values": values, "open": False} | more


def test_six_values_of_a_facet_stand_open_and_the_rest_folds():
    assert "<details" not in render_to_string("components/_facet.html", {"facet": facet(6)})
    html = render_to_string("components/_facet.html", {"facet": facet(8)})
    assert html.index("v5") < html.index("<details><summary>2 more</summary>") < html.index("v6")
    assert html.count('type="checkbox"') == 8
    assert "<details open>" in render_to_string("components/_facet.html", {"facet": facet(7, open=True)})


def test_a_value_says_how_many_it_has_and_whether_it_is_chosen():
    values = [
        {"value": '"x"', "label": "<y>", "count": 0, "checked": True, "lang": "en"},
        {"value": "z", "label": "z", "checked": False},
    ]
    assertHTMLEqual(
        render_to_string("components/_facet.html", {"facet": facet(0, values=values)}),
        "<fieldset><legend>Year</legend><div>"
        '<label class="choice"><input type="checkbox" name="year" value="&quot;x&quot;" checked>'
        '<span lang="en">&lt;y&gt;</span><span class="count">0</span></label>'
        '<label class="choice"><input type="checkbox" name="year" value="z"><span>z</span></label></div></fieldset>',
    )


def test_a_facet_without_values_is_left_out_of_the_filters():
    html = render_to_string("core/_filters.html", {"facets": [facet(0), facet(1, label="Kind")]})
    assert html.count("<fieldset>") == 1
    assert "<legend>Kind</legend>" in html
