"""References, mentions, figures, bare addresses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc.core import importing
from cmkc.core.markdown import PAGE, render
from cmkc.core.markdown_rules import MENTION
from cmkc.core.models import Subject
from cmkc.core.references import ReferenceKind, Referent, Target
from tests.core.kinds import registered, subject_kind
from tests.core.texts import html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds():
    kinds = [subject_kind("glossary", "term"), subject_kind("ref", "citation"), subject_kind("cell", "cell")]
    with registered(*kinds):
        yield


@pytest.fixture
def _things():
    Subject.objects.create(slug="rtd", title="residence time distribution", kind="technology")
    Subject.objects.create(slug="gao-2012", title="A review of RTD", short="Gao 2012", kind="technology")
    Subject.objects.create(slug="us/rtrt", title="RTRT in the United States", kind="technology")
    Subject.objects.create(slug="bad", title='<b>&"', short='<b>&"', kind="technology")
    Subject.objects.create(slug="secret", title="Secret", kind="topic")


@pytest.fixture
def _figures(monkeypatch):
    registry = type(importing.importers)("importing")
    registry.register("figures", importing.importers["figures"])
    monkeypatch.setattr(importing, "importers", registry)
    importing.load()


@pytest.mark.usefixtures("_things")
class TestReferences:
    def test_a_link_has_the_things_words_or_the_authors(self):
        assert html("[[glossary:rtd]], [[glossary:rtd|RTDs]] ([[ref:gao-2012]]; [[cell:us/rtrt]])") == (
            '<p><a class="term" href="/glossary/rtd/">residence time distribution</a>, '
            '<a class="term" href="/glossary/rtd/">RTDs</a> '
            '(<a class="citation" href="/ref/gao-2012/">Gao 2012</a>; '
            '<a class="cell" href="/cell/us/rtrt/">RTRT in the United States</a>)</p>\n'
        )

    def test_what_is_not_there_or_not_for_visitors_stays_as_written(self):
        assert html("[[glossary:nothing]] [[glossary:secret|this]] [[nokind:x]]") == (
            "<p>[[glossary:nothing]] this [[nokind:x]]</p>\n"
        )

    def test_titles_are_escaped(self):
        assert "&lt;b&gt;&amp;&quot;" in html("[[glossary:bad]] [[ref:bad|<i>]]")

    def test_around_a_reference_there_is_no_other_link(self):
        assert html("[see [[glossary:rtd]]](/b)") == (
            '<p>[see <a class="term" href="/glossary/rtd/">residence time distribution</a>](/b)</p>\n'
        )

    def test_in_code_and_escaped_it_is_text(self):
        assert "<a" not in html("`[[glossary:rtd]]` \\[[glossary:rtd]]\n\n    [[glossary:rtd]]")

    def test_in_a_table_the_bar_is_escaped(self):
        assert ">RTDs</a></td>" in html("|a|\n|-|\n|[[glossary:rtd\\|RTDs]]|")

    def test_targets_are_named_once_and_also_when_missing(self):
        rendered = render("[[ref:b]] [[ref:a|x]] [[ref:b]] [[nokind:x]] `[[ref:c]]`\n\n[[figure:f]]")
        assert rendered.targets == (Target("ref", "b"), Target("ref", "a"), Target("figure", "f"))

    def test_the_text_has_the_words_that_are_read(self):
        rendered = render("# A\n\n*b* [[ref:gao-2012]] [[glossary:rtd|c]] $x$\n\n- d\n- e\n\n|f|g|\n|-|-|\n|h|i|\n")
        assert rendered.text == "A\nb Gao 2012 c x\nd\ne\nf g\nh i"

    def test_one_query_for_each_kind_whatever_the_number(self):
        with CaptureQueriesContext(connection) as queries:
            render(" ".join(f"[[{kind}:{key}]]" for kind in ("ref", "glossary") for key in ("rtd", "gao-2012", *"abc")))
        assert len(queries) == 2
        with CaptureQueriesContext(connection) as queries:
            render("No reference, no query. $x$")
        assert len(queries) == 0

    def test_a_mention_is_a_reference_once_somebody_registers_people(self):
        source = "@Anna and @nobody, a@anna.b, x/@anna `@anna` @anna."
        assert html(source).count("<a") == 0

        def find(keys, user):
            return {key: Referent(MENTION, key, "Anna", f"/people/{key}/") for key in keys if key == "anna"}

        with registered(ReferenceKind(MENTION, "member", find, dict, "mention")):
            rendered = render(source)
            assert html("[@anna](/b)").count("<a ") == 1
        assert rendered.html.count('<a class="mention" href="/people/anna/">@Anna</a>') == 1
        assert rendered.html.count('<a class="mention" href="/people/anna/">@anna</a>') == 1
        assert rendered.html.count("<a ") == 2
        assert rendered.targets == (Target(MENTION, "anna"), Target(MENTION, "nobody"))


@pytest.mark.usefixtures("_figures")
class TestFigures:
    def test_a_figure_stands_on_a_line_of_its_own(self):
        found = html("Before\n[[figure:rtd-pulse-step]]\nafter\n\n> [[figure:rtd-pulse-step]]", limits=PAGE)
        assert found.count('<figure class="figure"') == 2
        assert found.count("<img") == 2
        assert re.findall(r'figure" id="([^"]*)"', found) == [
            "text-figure-rtd-pulse-step",
            "text-figure-rtd-pulse-step-2",
        ]
        assert "<p>Before</p>" in found
        assert "<p>after</p>" in found

    def test_in_a_sentence_it_is_a_link_to_the_drawing(self):
        assert re.search(
            r'<p>see <a class="reference" href="/figures/rtd-pulse-step\.[0-9a-f]{16}\.svg">Pulse',
            html("see [[figure:rtd-pulse-step]] x"),
        )

    def test_one_that_is_not_there_stays_as_written(self):
        assert html("[[figure:nothing]]") == "<p>[[figure:nothing]]</p>\n"

    def test_its_words_are_in_the_text_for_search(self):
        assert "Pulse and step experiments. " in render("[[figure:rtd-pulse-step]]").text

    def test_two_queries_whatever_the_number(self):
        with CaptureQueriesContext(connection) as queries:
            render("[[figure:rtd-pulse-step]]\n\n[[figure:funnel-plot]]\n\n[[figure:mspc-chart]]")
        assert len(queries) == 2
