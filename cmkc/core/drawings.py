"""Drawings are SVG files that react to light and dark; they are checked when they come in and served as files."""

import hashlib
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    SVG + name
    for name in (
        *("svg", "title", "desc", "style", "g", "defs", "path", "rect", "circle", "ellipse", "line", "polyline"),
        *("polygon", "text", "tspan"),
    )
)
OUTSIDE = re.compile(r"url\s*\(|@import|\\", re.IGNORECASE)
"""What fetches in a style sheet; the backslash could hide either."""
MOST_BYTES = 20_000
WIDEST = 760


@dataclass(frozen=True)
class Drawing:
    """A checked SVG: its text, hash and size in CSS pixels."""

    svg: str
    sha256: str
    width: int
    height: int


def read_drawing(svg: str) -> Drawing:
    """Check an SVG: it names and describes itself, fits a page, and neither runs nor fetches anything.

    Raises: ValidationError that says what is wrong.
    """
    content = svg.encode()
    if len(content) > MOST_BYTES:
        raise ValidationError(_("the drawing has more than {most} bytes").format(most=MOST_BYTES))
    try:
        root = fromstring(svg, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ValidationError(_("the drawing is no plain SVG: {error}").format(error=error)) from error
    _check_elements(root)
    for name in ("title", "desc"):
        found = root.find(SVG + name)
        if found is None or not (found.text or "").strip():
            raise ValidationError(_("the drawing has no <{name}>").format(name=name))
    width, height = _size(root)
    return Drawing(svg, hashlib.sha256(content).hexdigest(), width, height)


def _check_elements(root: Element) -> None:
    """Refuse elements, attributes and styles that a drawing does not need. Raises: ValidationError."""
    for element in root.iter():
        if element.tag not in ELEMENTS:
            raise ValidationError(_("the drawing holds <{name}>").format(name=str(element.tag).rpartition("}")[2]))
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or plain in {"href", "src"} or OUTSIDE.search(value):
                raise ValidationError(_("the drawing has the attribute {name}").format(name=plain))
        if OUTSIDE.search(element.text or ""):
            raise ValidationError(_("the style of the drawing fetches something"))


def _size(root: Element) -> tuple[int, int]:
    """Read the size. Raises: ValidationError."""
    try:
        width, height = float(root.get("width", "")), float(root.get("height", ""))
    except ValueError as error:
        raise ValidationError(_("the drawing has no width and height in pixels")) from error
    if root.tag != f"{SVG}svg" or root.get("role") != "img" or not root.get("viewBox") or not 0 < width <= WIDEST:
        raise ValidationError(
            _("the drawing needs role=img, a viewBox and a width of at most {most}").format(most=WIDEST)
        )
    return round(width), round(height)
