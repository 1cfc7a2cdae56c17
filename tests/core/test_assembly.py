"""HTML out of pieces: every value is escaped but what is HTML already, and each stands in its own place."""

import pytest
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext_lazy

from cmkc.core.assembly import Html, drawn, say


def assembled(*values):
    html = Html()
    html.add("<p>")
    for value in values:
        html.add("<b>{}</b>", value)
    html.add("</p>")
    return html.done()


def test_values_are_escaped_and_pieces_are_not():
    html = Html()
    html.add('<b class="{}">', '"><i>')
    html.add("{}</b>", "A & B")
    assert html.done() == '<b class="&quot;&gt;&lt;i&gt;">A &amp; B</b>'


@pytest.mark.parametrize(
    "values",
    [
        (),
        ("",),
        ("", "", ""),
        (1, None, "{}", "%s", "{0}"),
        ("<a>", format_html("<i>{}</i>", "&"), "'"),
        ("a\0<b>", "c", format_html("<i>{}</i>", "\0")),
        (format_html("<i>{}</i>", "\0"), "<"),
        (gettext_lazy("Source:"), "&amp;"),
    ],
)
def test_it_is_what_format_html_gives(values):
    assert (
        assembled(*values) == format_html("<p>" + "<b>{}</b>" * len(values) + "</p>", *values) if values else "<p></p>"
    )


def test_what_is_drawn_is_html():
    shown = drawn(lambda html, thing: html.add("<i>{}</i>", thing))("<b>")
    assert shown == "<i>&lt;b&gt;</i>"
    assert format_html("{}", shown) == shown


def test_a_constant_text_is_said_in_the_language_that_is_spoken():
    assert say("Source:") == "Source:"
    with translation.override("es"):
        assert say("Source:") == "Fuente:"
    assert say("Source:") == "Source:"
