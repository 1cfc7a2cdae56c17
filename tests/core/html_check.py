"""Read HTML as strictly as can be, and hold it against what core.markdown may write."""

import re
from html.parser import HTMLParser

VOID = {"br", "hr", "img", "mspace"}
MATHML = {
    "math",
    "mrow",
    "mi",
    "mn",
    "mo",
    "ms",
    "mtext",
    "mspace",
    "mfrac",
    "msqrt",
    "mroot",
    "mstyle",
    "merror",
    "mpadded",
    "mphantom",
    "menclose",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
}
TAGS = {
    "a",
    "b",
    "blockquote",
    "br",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "img",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "section",
    "span",
    "strong",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "ul",
} | MATHML
ATTRIBUTES = {
    "a": {"href", "title", "rel", "class", "id", "aria-label"},
    "code": {"class"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "figure": {"class", "id"},
    "img": {"src", "alt", "width", "height", "loading", "decoding"},
    "li": {"id"},
    "ol": {"start"},
    "pre": {"class", "tabindex"},
    "section": {"class", "aria-label"},
    "span": {"class"},
    "td": {"class"},
    "th": {"class", "scope"},
} | {f"h{level}": {"id"} for level in range(2, 7)}
MATH_ATTRIBUTES = re.compile(r"[a-z]+")
FORBIDDEN_MATH = {"style", "class", "id", "href", "mathcolor", "mathbackground", "src", "xlink", "actiontype"}
ADDRESS = re.compile(r"(https?://|mailto:|/|#|[^:/?#]*([/?#]|$))", re.IGNORECASE)
CLASSES = {"reference", "term", "citation", "scroll", "formula", "footnotes", "figure", "license", "source"} | {
    "align-end",
    "align-center",
    "cell",
}


class Strict(HTMLParser):
    """Raises AssertionError for HTML that isn't well formed or holds what isn't allowed."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag, attrs):
        assert tag in TAGS, tag
        if tag not in {"br", "hr", "img"}:
            self.open.append(tag)
        names = [name for name, _value in attrs]
        assert len(names) == len(set(names)), attrs
        for name, value in attrs:
            self.check(tag, name, value or "")
        if tag == "a":
            assert self.open.count("a") == 1, "a link in a link"

    def check(self, tag, name, value):
        if tag in MATHML:
            assert MATH_ATTRIBUTES.fullmatch(name), name
            assert name not in FORBIDDEN_MATH
            assert not name.startswith("on")
            return
        assert name in ATTRIBUTES.get(tag, ()), (tag, name)
        if name == "href":
            assert ADDRESS.match(value), value
            assert not re.match(r"\s*(javascript|data|vbscript|file)\s*:", value, re.IGNORECASE), value
        if name == "src":
            assert value.startswith("/figures/"), value
        if name == "class":
            assert value in CLASSES or re.fullmatch(r"language-[A-Za-z0-9+#.-]+", value), value
        if name == "id":
            self.ids.append(value)

    def handle_endtag(self, tag):
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, tag

    def handle_data(self, data):
        self.text.append(data)

    def handle_comment(self, data):
        raise AssertionError("a comment")

    def handle_decl(self, decl):
        raise AssertionError("a declaration")

    def handle_pi(self, data):
        raise AssertionError("an instruction")

    def unknown_decl(self, data):
        raise AssertionError("a declaration")


def strictly(html: str) -> Strict:
    """Read HTML. Raises: AssertionError when it is malformed, unsafe, or uses an id twice."""
    reader = Strict()
    reader.feed(html)
    reader.close()
    assert reader.open == [], reader.open
    assert len(reader.ids) == len(set(reader.ids)), reader.ids
    return reader
