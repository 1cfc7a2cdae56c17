"""Nothing gets through: attacks, mixtures of them, and any text at all."""

import re

import nh3
import pytest
from django.utils.safestring import SafeString
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmkc.core import markdown
from cmkc.core.markdown import PAGE, POST, render
from cmkc.core.markdown_html import clean
from tests.core.html_check import ATTRIBUTES, TAGS, strictly
from tests.core.kinds import registered, subject_kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _kinds():
    kinds = [subject_kind("glossary", "term"), subject_kind("ref", "citation"), subject_kind("cell", "cell")]
    with registered(*kinds):
        yield


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<iframe src=//a.b>",
    "[a](javascript:alert(1))",
    "[a](JaVaScRiPt:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "[a](\x01javascript:alert(1))",
    "[a](data:text/html;base64,PHNjcmlwdD4=)",
    "[a](vbscript:x)",
    "[a](file:///etc/passwd)",
    "<javascript:alert(1)>",
    "[a]: javascript:alert(1)\n\n[a]",
    '[a](https://a.b "x\\" onmouseover=\\"alert(1)")',
    "[a](https://a.b'onclick='x)",
    '[a](<https://a.b"onclick="x>)',
    "![a](javascript:alert(1))",
    '![a](https://a.b "onerror=x")',
    "`<script>`",
    "```<script>\n</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    '```x" onclick="y\n```',
    "```language-x style=y\n```",
    "# <script>\n",
    '# "><img onerror=x>\n',
    "|<script>|\n|-|\n|<img onerror=x>|",
    '|a|\n|:-"onclick=x|\n',
    "[[glossary:<script>]]",
    '[[ref:"><script>]]',
    "[[ref:a|<script>alert(1)</script>]]",
    '[[ref:x" onclick="y]]',
    "[[figure:../../x]]",
    '[[figure:x"onerror=y]]',
    "$<script>$",
    "$$</math><script>$$",
    "[^<script>]: x\n\na[^<script>]",
    '[^"onclick=x]: x\n\na[^"onclick=x]',
    "&lt;script&gt;",
    "&#60;script&#62;alert(1)",
    "\u2028<script>",
    "<a\nhref='javascript:x'>",
    'https://a.b/"onclick=x',
    "https://a.b/<script>",
    "https://javascript:alert(1)@a.b",
    '<https://a.b/"><script>>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><script>-->",
    "<![CDATA[<script>]]>",
    "<?php x ?>",
    "s0123456789abcdef01234567p0z",
    "<base href=//a.b>",
    "<form action=//a.b><input>",
    "<style>*{}</style>",
    "<meta http-equiv=refresh>",
    "\\<script>",
    "*<script>*",
    "[<script>](/a)",
    '[a](/b"onclick=x)',
    "> <script>",
    "- <img onerror=x>",
    "~~<svg onload=x>~~",
]


class TestSafety:
    @pytest.mark.parametrize("source", ATTACKS)
    @pytest.mark.parametrize("limits", [POST, PAGE], ids=["post", "page"])
    def test_no_attack_gets_through(self, source, limits):
        for text in (source, f"a {source} b", f"> - {source}", f"**{source}**"):
            safely(render(text, limits=limits).html)

    @settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        st.lists(
            st.sampled_from(
                [
                    *ATTACKS,
                    *"[]()*_`~$>#|-!<&\\\"' \n\t^:@.1a",
                    "\n\n",
                    "$$",
                    "[[",
                    "]]",
                    "[^1]",
                    "]:",
                    "\n|-|\n",
                    "    ",
                    "[[ref:a]]",
                    "[[figure:a]]",
                    "$x$",
                    "https://a.b",
                    "http",
                    "\x00",
                    "\ud800",
                    "é",
                    "😀",
                ]
            ),
            max_size=60,
        )
    )
    def test_no_mixture_gets_through(self, parts):
        rendered = render("".join(parts), prefix="p")
        safely(rendered.html)
        assert isinstance(rendered.html, SafeString)

    @settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=300))
    def test_no_text_gets_through(self, text):
        safely(render(text, prefix="p").html)

    def test_a_placeholder_cannot_be_written_beforehand(self):
        first = markdown.Slots()
        second = markdown.Slots()
        placeholder = first.put(SafeString("<b>x</b>"))
        assert first.fill(placeholder) == "<b>x</b>"
        assert second.fill(placeholder) == placeholder

    def test_the_second_wall_stands_alone(self):
        wild = (
            '<p id=x class=y style=z onclick=w><a href="javascript:x">a</a>'
            '<code class="language-x">b</code><code class=admin>c</code><iframe></iframe>'
        )
        assert clean(wild, link_rel="noopener") == (
            '<p><a rel="noopener">a</a><code class="language-x">b</code><code>c</code></p>'
        )


def safely(found):
    """Hold HTML against the allow-list as we read it, and as a browser's parser reads it."""
    strictly(found)
    allowed = {tag: set(names) for tag, names in ATTRIBUTES.items()}
    again = nh3.clean(
        found,
        tags=TAGS,
        attributes={**allowed, "a": allowed["a"] - {"rel"}},
        generic_attribute_prefixes={"aria-"},
        link_rel=None,
        url_schemes={"http", "https", "mailto"},
    )
    bare = [re.sub(r"<(/?)([a-z0-9]+)[^>]*>", r"<\1\2>", html.replace("\xa0", "&nbsp;")) for html in (again, found)]
    assert bare[0] == bare[1]
