"""Formulas become MathML; what is none, or would do more than show a formula, stays code."""

import re

import pytest

from cmkc.core.markdown import PAGE
from tests.core.texts import html

pytestmark = pytest.mark.django_db


def test_in_the_line_and_on_lines_of_its_own():
    found = html("Let $x^2$ be\n\n$$\\frac{a}{b}$$\n\nand\n\n$$\nE = mc^2\n$$\n")
    assert found.count("<math") == 3
    assert found.count('<div class="formula" role="group" aria-label="Formula" tabindex="0">') == 2
    assert '<math display="inline" alttext="x^2">' in found
    assert '<math display="block" alttext="\\frac{a}{b}">' in found
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in found


def test_display_inside_a_paragraph():
    found = html("see $$a$$ here")
    assert '<p>see <math display="block"' in found


@pytest.mark.parametrize(
    "source", ["$5 and $10", "US$ 5, US$ 6", "a $ b $ c", r"\$x\$", "$", "$$", "$$$$", "$ x$", "`$x$`"]
)
def test_money_is_no_formula(source):
    found = html(source)
    assert "<math" not in found
    assert found.count("$") == source.count("$")


@pytest.mark.parametrize(
    "source", [r"$\left($", r"$\frac{1}$", r"$}{$", r"$\begin{matrix}$", r"$a_b_c$", "$" + "x" * 1001 + "$"]
)
def test_what_is_no_latex_is_shown_as_code(source):
    found = html(source)
    assert "<math" not in found
    assert f"<code>{source[1:-1]}</code>" in found
    assert "<pre" in html(f"${source}$")


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;img src=x onerror=alert(1)&gt;}",
        r"&#60;script&#62;",
        r"\mathrm{</math><script>}",
        r"a<b>c\&lt;script",
        r"x\lt\gt\amp",
    ],
)
def test_markup_in_a_formula_stays_text(latex):
    assert "<script" not in html(f"${latex}$")
    assert "<img" not in html(f"$${latex}$$")


@pytest.mark.parametrize(
    "latex",
    [
        r"\href{javascript:alert(1)}{x}",
        r"\style{position:fixed}{x}",
        r"\class{admin}{x}",
        r"\newcommand{\a}{\a\a}\a",
        r"\def\a{\a}\a",
        r"\color{red}{x}",
        r"\rule{99em}{99em}",
        r"\raise{99em}{x}",
        r"\unicode{x202e}",
    ],
)
def test_links_styles_macros_and_painted_boxes_are_refused(latex):
    assert "<math" not in html(f"${latex}$")


def test_nothing_is_moved_far_or_blown_up():
    found = html(r"$a\hspace{-50em}b\hspace{900em}c\hspace{1em}d\Huge{x}\hphantom{\hspace{9em}}$")
    assert re.findall(r'width="([^"]*)"', found) == ["1em"]
    assert "mathsize" not in found


def test_a_formula_may_stand_in_a_heading_a_link_and_a_cell():
    assert html("# $x$\n\n[$y$](/a)\n\n|$z$|\n|--|\n", limits=PAGE).count("<math") == 3
