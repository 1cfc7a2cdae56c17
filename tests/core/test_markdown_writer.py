"""CommonMark, tables, links, headings and footnotes as HTML."""

import re
import time
from dataclasses import replace

import pytest

from cmkc.core.markdown import PAGE, render
from tests.core.texts import html

pytestmark = pytest.mark.django_db


class TestWhatCanBeWritten:
    @pytest.mark.parametrize(
        ("source", "wanted"),
        [
            ("**a** *b* ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>"),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
            ("3. a", '<ol start="3">\n<li>a</li>\n</ol>'),
            ("> a", "<blockquote>\n<p>a</p>\n</blockquote>"),
            ("a  \nb", "<p>a<br>\nb</p>"),
            ("---", "<hr>"),
            ("```python\n<x>\n```", '<pre tabindex="0"><code class="language-python">&lt;x&gt;\n</code></pre>'),
            ('```py thon" x\n```', '<pre tabindex="0"><code class="language-py"></code></pre>'),
            ("    code", '<pre tabindex="0"><code>code\n</code></pre>'),
            ("5 < 6 & 7", "<p>5 &lt; 6 &amp; 7</p>"),
        ],
    )
    def test_commonmark(self, source, wanted):
        assert html(source).strip() == wanted

    def test_html_is_text(self):
        assert html("a <b onclick=x>b</b> <!-- c -->\n\n<script>1</script>") == (
            "<p>a &lt;b onclick=x&gt;b&lt;/b&gt; &lt;!-- c --&gt;</p>\n<p>&lt;script&gt;1&lt;/script&gt;</p>\n"
        )

    def test_an_image_from_elsewhere_is_a_link(self):
        assert html("![alt](https://a.b/c.png)", limits=PAGE) == (
            '<p>!<a href="https://a.b/c.png" rel="noopener">alt</a></p>\n'
        )

    def test_a_table_scrolls_in_a_labelled_box_and_keeps_its_alignment(self):
        found = html("| Unit $u$ | *Time* |\n|:---|---:|\n| feeder | 5 |")
        assert '<div class="scroll" role="region" aria-label="Table: Unit u, Time" tabindex="0"><table>' in found
        assert '<th scope="col">Unit' in found
        assert '<th scope="col" class="align-end">' in found
        assert '<td class="align-end">5</td>' in found
        assert found.strip().endswith("</table></div>")

    def test_links_of_members_lend_no_weight_and_those_of_editors_do(self):
        assert html("[a](https://a.b)") == '<p><a href="https://a.b" rel="nofollow ugc noopener">a</a></p>\n'
        assert html("[a](/b)", limits=PAGE) == '<p><a href="/b" rel="noopener">a</a></p>\n'
        assert (
            html('[a](mailto:a@b.c "t")', limits=PAGE)
            == '<p><a href="mailto:a@b.c" title="t" rel="noopener">a</a></p>\n'
        )

    @pytest.mark.parametrize(
        ("source", "address", "after"),
        [
            ("see https://a.b/c?d=1&e=2.", "https://a.b/c?d=1&amp;e=2", "."),
            ("(https://a.b/c)", "https://a.b/c", ")"),
            ("https://a.b/c_(d)", "https://a.b/c_(d)", ""),
            ("http://a.b/*c*", "http://a.b/*c", "*"),
            ("<https://a.b>", "https://a.b", ""),
            ("https://é.example/ü", "https://xn--9ca.example/%C3%BC", ""),
        ],
    )
    def test_a_bare_address_is_a_link(self, source, address, after):
        found = re.search(r'<a href="([^"]*)" rel="[^"]*">[^<]*</a>([^<]*)', html(source))
        assert found.groups() == (address, after)

    @pytest.mark.parametrize(
        "source", ["xhttps://a.b", "https://", "https:// a", "`https://a.b`", "ftp://a.b", "https:a"]
    )
    def test_what_is_no_bare_address_is_text(self, source):
        assert "<a" not in html(source)

    def test_a_bare_address_inside_a_link_stays_text(self):
        assert html("[https://a.b](https://c.d)").count("<a ") == 1


class TestHeadings:
    def test_a_post_has_no_heading_above_the_third_and_no_ids(self):
        assert html("# a\n## b\n### c\n#### d") == "<h3>a</h3>\n<h3>b</h3>\n<h3>c</h3>\n<h4>d</h4>\n"

    def test_a_page_has_stable_anchors_each_once(self):
        source = "# A & b\n\ntext\n\n### A & b\n\n## *Ünïcode* [[glossary:x]]\n\n## !"
        assert re.findall(r"<(h\d) id=\"([^\"]*)\">", html(source, limits=PAGE)) == [
            ("h2", "text-a-b"),
            ("h3", "text-a-b-2"),
            ("h2", "text-unicode-glossaryx"),
            ("h2", "text-section"),
        ]
        assert 'id="mine-a-b"' in html(source, limits=PAGE, prefix="mine")

    def test_five_thousand_equal_headings_take_no_longer_than_five_thousand_others(self):
        def seconds(source: str) -> float:
            began = time.thread_time()
            assert not render(source, limits=replace(PAGE, seconds=20.0), prefix="p").fell_back
            return time.thread_time() - began

        others = "".join(f"# a{number}\n" for number in range(5000))
        assert min(seconds("# a\n" * 5000) for _trial in range(2)) < 3 * seconds(others)


class TestFootnotes:
    SOURCE = "a[^1] b[^x] a[^1] c[^none]\n\n[^1]: One *note*\n[^x]: Another"

    def test_they_lead_there_and_back(self):
        found = html(self.SOURCE, prefix="p")
        assert '<sup><a id="p-noted-1" href="#p-note-1">1</a></sup>' in found
        assert '<sup><a id="p-noted-1-1" href="#p-note-1">1</a></sup>' in found
        assert '<li id="p-note-2">' in found
        assert '<section class="footnotes" aria-label="Footnotes">' in found
        assert set(re.findall(r'href="#([^"]*)"', found)) <= set(re.findall(r'id="([^"]*)"', found))
        assert "c[^none]" in found

    def test_without_a_prefix_there_are_no_ids(self):
        found = html(self.SOURCE)
        assert "<sup>1</sup>" in found
        assert "id=" not in found

    def test_notes_inside_notes_stay_well_formed(self):
        html("a[^1] [^2]\n\n[^1]: x\n\n    > - [^2]: y\n    >\n    >   |a|\n    >   |-|\n\n    z\n", prefix="p")
