"""Formulas: LaTeX to MathML, written out element by element from an allow-list.

latex2mathml's own text output takes `<` and `>` over from the formula unescaped, and its commands reach styles, links
and macros that call themselves. So only its element tree is used, from a formula without those commands.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape
from xml.etree.ElementTree import Element

from django.utils.safestring import SafeString
from latex2mathml.converter import Converter

MOST_CHARACTERS = 1000
DEEPEST = 60
WIDEST_EM = 4.0

FORBIDDEN = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|require|DeclareMathOperator|newenvironment|href|class|style"
    r"|cssId|unicode|includegraphics|color|textcolor|colorbox|fcolorbox|raise|lower|move(?:left|right)|rule)(?![a-zA-Z])"
)
"""Macros (they can call themselves), links, styles, colours, and boxes moved or painted over the text around."""
ELEMENTS = frozenset(
    {
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
    }
    | {"mphantom", "menclose", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mtable", "mtr", "mtd"}
)
CHILDREN = {"mfrac": 2, "mroot": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "msubsup": 3, "munderover": 3}
"""Elements that take a fixed number of children; browsers draw any other number as an error."""
WORDS = frozenset(
    {"display", "mathvariant", "stretchy", "fence", "separator", "form", "accent", "accentunder", "movablelimits"}
    | {"largeop", "symmetric", "displaystyle", "scriptlevel", "columnalign", "rowalign", "columnlines", "rowlines"}
    | {"notation"}
)
WORD = re.compile(r"[a-z0-9 -]{1,200}")
LENGTHS = frozenset(
    {"lspace", "rspace", "linethickness", "minsize", "maxsize", "width", "height", "depth", "rowspacing"}
    | {"columnspacing"}
)
LENGTH = re.compile(r"[+-]?([0-9]{1,3}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})(em|ex|px|pt|%)?")
EM = {"em": 1.0, "ex": 0.5, "px": 1 / 16, "pt": 1 / 12, "%": 0.01, None: 1.0}
MOST_NEGATIVE_EM = -0.3


@lru_cache(maxsize=4096)
def math_html(latex: str, *, block: bool) -> SafeString | None:
    """Give the MathML of a formula; None when it is too long, too deep, forbidden or no LaTeX.

    The source stands in `alttext`, for readers and tools without MathML. Cost: .1 ms for a short formula, at most
    some 50 ms for the worst of MOST_CHARACTERS; the last 4,096 formulas are kept.
    """
    if len(latex) > MOST_CHARACTERS or FORBIDDEN.search(latex):
        return None
    try:
        root = Converter(display="block" if block else "inline").convert_to_element(latex)
        written = "".join(_written(root, DEEPEST))
    except Exception:  # noqa: BLE001  (the converter raises what it likes for bad input: StopIteration, IndexError, …)
        return None
    opening, _, rest = written.partition(">")
    return SafeString(f'{opening} alttext="{escape(_visible(latex))}">{rest}')  # written from an allow-list


def _written(element: Element, depth: int) -> Iterator[str]:
    """Write one element. Raises: ValueError when it is unknown, incomplete or too deep."""
    if element.tag not in ELEMENTS or depth < 0 or len(element) != CHILDREN.get(element.tag, len(element)):
        raise ValueError(element.tag)
    yield f"<{element.tag}{''.join(_attributes(element))}>"
    yield escape(_visible(unescape(element.text or "")), quote=False)
    for child in element:
        yield from _written(child, depth - 1)
        yield escape(_visible(unescape(child.tail or "")), quote=False)
    yield f"</{element.tag}>"


def _attributes(element: Element) -> Iterator[str]:
    """Write the attributes that are known and harmless, and leave out the rest."""
    for name, value in element.attrib.items():
        is_word = name in WORDS and WORD.fullmatch(value)
        if is_word or (name in LENGTHS and all(map(_is_small, value.split()))):
            yield f' {name}="{value}"'


def _is_small(length: str) -> bool:
    """Tell whether a length is of the size of letters: nothing may be pushed over the text around."""
    match = LENGTH.fullmatch(length)
    if match is None:
        return False
    size = float(match[1]) * EM[match[2]] * (-1 if length.startswith("-") else 1)
    return MOST_NEGATIVE_EM <= size <= WIDEST_EM


def _visible(text: str) -> str:
    """Drop control characters, which HTML does not hold."""
    return "".join(letter for letter in text if letter.isprintable() or letter in "\n\u00a0\u2009\u2006\u2061\u2062")
