"""Highlighted snippets. Engines mark hits with control characters, which no document holds; HTML is made here alone."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

START, END = "\x02", "\x03"
FRAGMENT = " … "
TELLING_CHARACTERS = 60
"""A shorter summary is a name, such as that of the guide a section stands in; the text around the hit says more."""
_PARTS = re.compile(f"{START}([^{START}{END}]*){END}")


def has_marks(text: str) -> bool:
    """Tell whether an engine marked something in this text."""
    return START in text


def marked(text: str) -> SafeString:
    """Turn marked text into HTML: everything is escaped, and what was marked stands in <mark>."""
    return format_html_join("", "{}{}", _pairs(text))


def chosen(body: str, about: str, summary: str) -> SafeString | str:
    """Choose what a row shows of marked texts: a summary that tells something and holds a hit, else the body."""
    if has_marks(about) and len(summary) >= TELLING_CHARACTERS:
        return marked(about)
    if has_marks(body):
        return marked(body)
    return marked(about) if has_marks(about) else summary or marked(body)


def _pairs(text: str) -> list[tuple[str, SafeString | str]]:
    """Pair each plain stretch with the marked one that follows it."""
    parts = _PARTS.split(text)
    plain, hits = parts[::2], parts[1::2]
    pairs: list[tuple[str, SafeString | str]] = [
        (_clean(before), format_html("<mark>{}</mark>", hit)) for before, hit in zip(plain, hits, strict=False)
    ]
    return [*pairs, (_clean(plain[-1]), "")]


def _clean(text: str) -> str:
    """Drop a mark that lost its partner where the engine cut the text."""
    return text.replace(START, "").replace(END, "")
