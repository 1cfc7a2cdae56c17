"""Texts keep to their limits, fall back to their source, and the shipped content comes out whole."""

import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as site

from cmkc.core import importing, markdown
from cmkc.core.markdown import PAGE, POST, Limits, render
from cmkc.core.references import ReferenceKind, Referent
from tests.core.html_check import strictly
from tests.core.kinds import registered, subject_kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds():
    kinds = [subject_kind("glossary", "term"), subject_kind("ref", "citation"), subject_kind("cell", "cell")]
    with registered(*kinds):
        yield


@pytest.fixture
def _figures(monkeypatch):
    registry = type(importing.importers)("importing")
    registry.register("figures", importing.importers["figures"])
    monkeypatch.setattr(importing, "importers", registry)
    importing.load()


BOMBS = {
    "brackets": "[" * 20_000,
    "double brackets": "[[" * 10_000,
    "half references": "[[glossary:" * 1800,
    "images": "![" * 10_000,
    "links": "[a](" * 5000,
    "definitions": "[a]: b\n" * 2850,
    "many definitions": "\n".join(f"[a{number}]: b" for number in range(1500)) + "[a1]" * 600,
    "dollars": "$" * 10_000,
    "open formulas": "$a " * 6600,
    "open blocks": "$$a\n" * 5000,
    "formulas": " ".join(f"$a_{{{number}}}$" for number in range(1600)),
    "nested formula": "$" + "{" * 490 + "x" + "}" * 490 + "$",
    "fractions": " ".join("$" + rf"\frac{{{number}}}{{2}}" * 80 + "$" for number in range(18)),
    "emphasis": "*a " * 3300 + "b" + " a*" * 3300,
    "stars": "*" * 20_000,
    "pairs": "**a " * 5000,
    "mixed emphasis": "*a **a " * 2850,
    "words": "a**b" * 5000,
    "strikes": "~~a" * 6600,
    "underscores": "_a_" * 6600,
    "backticks": "`" * 20_000,
    "growing backticks": "".join("a" + "`" * number for number in range(190)),
    "quotes": ">" * 20_000,
    "quotes with words": "> " * 9000 + "a",
    "quoted lists": "> - " * 5000,
    "lists": "- a\n" * 5000,
    "deep lists": "".join("  " * level + "- a\n" for level in range(140)),
    "numbers": "1. " * 6600,
    "dashes": "-\n" * 10_000,
    "rules": "---\n" * 5000,
    "headings": "# a\n" * 5000,
    "underlined": "a\n=\n" * 5000,
    "fences": "```\n" * 5000,
    "table rows": "a|b\n-|-\n" * 2500,
    "table columns": "a|" * 5000 + "\n" + "-|" * 5000,
    "table of empty cells": "|".join("a" * 150) + "\n" + "|".join("-" * 150) + "\n" + "b\n" * 9000,
    "table of sixty columns": "|".join("a" * 60) + "\n" + "|".join("-" * 60) + "\n" + "b\n" * 9000,
    "bars": "|" * 20_000,
    "entities": "&" * 20_000,
    "references to letters": "&#x" * 6600,
    "angles": "<" * 20_000,
    "tags": "<a" * 10_000,
    "addresses": "http://a.b " * 1800,
    "one long address": "http://a.b" + "(" * 19_000,
    "mentions": "@a " * 6600,
    "footnotes": "[^1]" * 5000,
    "footnote definitions": "[^1]: a\n" * 2500,
    "chained footnotes": "\n".join(f"[^{number}]: b[^{number + 1}]\n" for number in range(900)) + "[^0]",
    "nested footnotes": "[^a]: " * 3300,
    "escapes": "\\" * 20_000,
    "empty lines": "\n" * 20_000,
    "figures": "[[figure:a]]\n" * 1500,
    "zeros": "\x00" * 20_000,
    "half surrogates": "\ud800" * 20_000,
    "direction marks": "\u202e" * 20_000,
    "wide letters": "😀" * 20_000,
    "references": "[[glossary:a]]" * 1400,
    "different references": " ".join(f"[[ref:{number}]]" for number in range(1700)),
}


class TestLimits:
    @pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
    def test_no_text_takes_longer_than_half_a_second(self, source):
        source, took = source[: POST.characters], []
        for _trial in range(3):  # the best of three: another program may share the core
            began = time.thread_time()
            rendered = render(source, prefix="p")
            took.append(time.thread_time() - began)
            if took[-1] < POST.seconds:
                break
        assert min(took) < POST.seconds + 0.25  # the last step may begin just before the end
        strictly(rendered.html)
        assert len(rendered.html.encode()) <= POST.output_bytes

    def test_a_text_past_its_limits_is_shown_as_source(self):
        rendered = render("**a** <b>" + "x" * 20_000)
        assert rendered.fell_back
        assert rendered.targets == ()
        assert rendered.html.startswith('<pre class="source" tabindex="0">**a** &lt;b&gt;x')
        assert not render("x" * 20_000).fell_back
        assert not render("x " * 60_000, limits=PAGE).fell_back

    @pytest.mark.parametrize(
        ("limit", "source"),
        [
            ({"seconds": -1}, "a"),
            ({"output_bytes": 90}, "*a* " * 30),
            ({"depth": 3}, "> > > > a"),
            ({"references": 1}, "[[ref:a]] [[ref:b]]"),
        ],
        ids=str,
    )
    def test_each_limit_holds(self, limit, source):
        tight = Limits(**({"characters": 1000, "seconds": 1, "link_rel": "noopener", "top_heading": 2} | limit))
        assert render(source, limits=tight).fell_back
        assert not render("a", limits=Limits(1000, 1, "noopener", 2)).fell_back

    def test_quotes_too_deep_to_read_are_not_silently_cut(self):
        assert "the point" in render("> " * 30 + "the point").html
        assert "the point" in render("> " * 15 + "the point").html

    def test_a_parser_that_falls_over_shows_the_source(self, monkeypatch):
        def fail(*_args):
            raise IndexError

        monkeypatch.setattr(markdown.PARSER, "parse", fail)
        rendered = render("a")
        assert rendered.fell_back
        assert ">a</pre>" in rendered.html


FORMULA = re.compile(r"\$\$.+?\$\$|\$(?!\s)[^$]+(?<!\s)\$", re.DOTALL)
LINK = re.compile(r'<a class="(?:glossary|ref|cell)"')


def content(path):
    return json.loads((Path(site.BASE_DIR) / path).read_text())


def guide_texts():
    for chapter in content("cmkc/guides/content/guide.json")["chapters"]:
        for section in chapter["sections"]:
            yield section["id"], section["body"]
            for recommendation in section["recommendations"]:
                yield recommendation["id"], recommendation["text"]


def lesson_texts():
    for course in content("courses/content/courses.json")["courses"]:
        for module in course["modules"]:
            for lesson in module["lessons"]:
                yield lesson["id"], lesson["body"]


@pytest.mark.usefixtures("_figures")
class TestTheShippedContent:
    @pytest.fixture(autouse=True)
    def _everything_is_found(self):
        def find(kind):
            return lambda keys, _user: {key: Referent(kind, key, f"title of {key}", f"/{kind}/{key}/") for key in keys}

        kinds = (ReferenceKind(kind, kind, find(kind), dict, kind) for kind in ("glossary", "ref", "cell"))
        with registered(*kinds):
            yield

    def test_every_formula_table_reference_and_figure_comes_out(self):
        texts = [*guide_texts(), *lesson_texts()]
        assert len(texts) > 100
        for name, source in texts:
            rendered = render(source, limits=PAGE, prefix=name)
            assert not rendered.fell_back, name
            formulas = len(FORMULA.findall(source))
            assert rendered.html.count("<math") == formulas, name
            assert rendered.html.count("<figure") == source.count("[[figure:"), name
            assert rendered.html.count("<table>") == len(re.findall(r"(?m)^\|[-| :]+\|$", source)), name
            assert len(LINK.findall(rendered.html)) == len(re.findall(r"\[\[(?:glossary|ref|cell):", source)), name
            assert not re.search(r"\$|\[\[|\]\]|\\[a-z]+", re.sub(r'alttext="[^"]*"', "", rendered.html)), name
            assert "<code>" not in rendered.html, name

    def test_the_same_text_gives_the_same_html_also_in_several_threads(self, monkeypatch):
        monkeypatch.setattr(markdown, "resolve", lambda _targets, _user: {})  # no database in these threads
        texts = [source for _name, source in lesson_texts()]
        alone = [render(source, limits=PAGE).html for source in texts]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(lambda source: render(source, limits=PAGE).html, texts)) == alone

    def test_all_of_it_takes_no_more_than_five_seconds(self):
        began = time.thread_time()
        for render_again in map(
            partial(render, limits=PAGE), (source for _name, source in [*guide_texts(), *lesson_texts()])
        ):
            assert render_again.html
        assert time.thread_time() - began < 5
