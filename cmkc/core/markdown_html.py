"""The second wall: HTML from Markdown goes through nh3, and what we add to it afterwards stands in slots.

A slot is a placeholder with a random number of this one rendering: no author can write it beforehand, and nh3 sees
plain text. Formulas, links to our own things, figures, anchors and classes come in only after the cleaning.
"""

import re
import secrets
from collections.abc import Mapping

import nh3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

TAGS = frozenset(
    {"a", "blockquote", "br", "code", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s", "strong"}
    | {"table", "tbody", "td", "th", "thead", "tr", "ul"}
)
ATTRIBUTES = {"a": {"href", "title"}, "code": {"class"}, "ol": {"start"}, "th": {"scope"}}
LANGUAGE = re.compile(r"language-[A-Za-z0-9+#.-]{1,30}")
SCHEMES = {"http", "https", "mailto"}
MARKS = re.compile(r"(<[a-z0-9]+(?: [^<>]*)?)>s([0-9a-f]{24})a([0-9]+)z")
PLACES = re.compile(r"s([0-9a-f]{24})p([0-9]+)z")


def _filter(tag: str, attribute: str, value: str) -> str | None:
    """Keep of classes only a code block's language."""
    if (tag, attribute) == ("code", "class"):
        return value if LANGUAGE.fullmatch(value) else None
    return value


_CLEANERS = {
    rel: nh3.Cleaner(
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        attribute_filter=_filter,
        url_schemes=SCHEMES,
        link_rel=rel,
    )
    for rel in ("noopener", "nofollow ugc noopener")
}


class Slots:
    """The placeholders of one rendering, and what goes into them."""

    def __init__(self) -> None:
        self._nonce = secrets.token_hex(12)
        self._parts: list[SafeString] = []

    def put(self, html: SafeString) -> str:
        """Keep a piece of HTML and give its placeholder."""
        self._parts.append(html)
        return f"s{self._nonce}p{len(self._parts) - 1}z"

    def mark(self, attributes: Mapping[str, str]) -> str:
        """Keep attributes for the element that opens just before; give their placeholder."""
        self._parts.append(format_html_join("", ' {}="{}"', attributes.items()))
        return f"s{self._nonce}a{len(self._parts) - 1}z"

    def fill(self, cleaned: str) -> SafeString:
        """Put everything in its place; another rendering's placeholders stay text. `cleaned` comes from `clean`."""

        def attributes(found: re.Match[str]) -> str:
            return f"{found[1]}{self._parts[int(found[3])]}>" if found[2] == self._nonce else found[0]

        def part(found: re.Match[str]) -> str:
            return self._parts[int(found[2])] if found[1] == self._nonce else found[0]

        return SafeString(PLACES.sub(part, MARKS.sub(attributes, cleaned)))  # cleaned above


def clean(html: str, *, link_rel: str) -> str:
    """Keep the tags and attributes of the allow-list. nh3 grows with the square of nesting: check depth before."""
    return _CLEANERS[link_rel].clean(html)


def link(url: str, css_class: str, text: str) -> SafeString:
    """Give a link to one of our own things."""
    return format_html('<a class="{}" href="{}">{}</a>', css_class, url, text)
