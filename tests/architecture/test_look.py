"""The look keeps its promises: contrast, weight, logical properties, one layer order, no glyph that is not drawn."""

import gzip
import re
from pathlib import Path

import pytest

from tests.architecture.sources import PROJECT, templates, where

pytestmark = pytest.mark.once
STATIC = PROJECT / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)")
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)\b"
    r"|(?:^|[;{\s])(?:left|right|top|bottom|width|height|max-width|min-height)\s*:"
    r"|(?:text-align|float|clear):\s*(?:left|right)\b"
)
SHEETS_ON_A_PAGE = re.compile(r"css/([\w-]+\.css)")
CSS_LIMIT, SCRIPT_LIMIT = 10 * 1024, 4 * 1024  # bytes as sent; htmx, 16 kB, is loaded where it is used


def tokens() -> dict[str, tuple[str, str]]:
    found = TOKEN.findall((STATIC / "css" / "site.css").read_text(encoding="utf-8"))
    return {name: (light, dark) for name, light, dark in found}


def luminance(colour: str) -> float:
    """Relative luminance of a #rrggbb colour, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def sent(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("marks", "grounds", "least"),
    [
        ("ink muted brand brand-strong link visited signal ok warn bad info", "bg surface sunken", 4.5),
        ("s1 s2 s3 s4 s5 s6", "surface", 4.5),
        ("control", "bg surface sunken", 3.0),
        ("ok", "ok-bg", 4.5),
        ("warn", "warn-bg", 4.5),
        ("bad", "bad-bg", 4.5),
        ("info", "info-bg", 4.5),
        ("signal ink", "signal-bg", 4.5),
        ("on-brand", "brand brand-strong", 4.5),
    ],
)
def test_every_colour_is_readable_where_it_stands(marks, grounds, least, scheme):
    known = tokens()
    for mark in marks.split():
        for ground in grounds.split():
            ratio = contrast(known[mark][scheme], known[ground][scheme])
            assert ratio >= least, f"{mark} on {ground}: {ratio:.2f}"


def test_style_sheets_use_logical_properties_alone():
    physical = []
    for sheet in SHEETS:
        text = re.sub(r"url\(.*?\)|@(?:media|container)[^{]*", "", sheet.read_text(encoding="utf-8"))
        physical += [f"{where(sheet)}: {found.group().strip()}" for found in PHYSICAL.finditer(text)]
    assert physical == []


def test_every_rule_stands_in_a_layer():
    for sheet in SHEETS:
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        depth = 0
        outside = ""
        for character in text:
            outside += character if depth == 0 else ""
            depth += {"{": 1, "}": -1}.get(character, 0)
        heads = [head.strip() for head in re.split(r"[{};]", outside) if head.strip()]
        assert all(head.startswith("@layer ") for head in heads), f"{where(sheet)}: {heads}"


def test_no_page_sends_more_than_10_kb_of_style():
    site = sent(STATIC / "css" / "site.css")
    for template in templates():
        areas = set(SHEETS_ON_A_PAGE.findall(template.read_text(encoding="utf-8"))) - {"site.css"}
        weight = site + sum(sent(STATIC / "css" / area) for area in areas)
        assert weight <= CSS_LIMIT, f"{where(template)}: {weight} bytes"


def test_scripts_are_small():
    assert {where(path): sent(path) for path in (STATIC / "js").glob("*.js") if sent(path) > SCRIPT_LIMIT} == {}


def test_every_glyph_asked_for_by_name_is_drawn():
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img" / "glyphs.svg").read_text(encoding="utf-8")))
    asked = set()
    for template in templates():
        text = template.read_text(encoding="utf-8")
        asked |= set(re.findall(r'_glyph\.html" with name="([\w-]+)"', text))
        asked |= set(re.findall(r'\bglyph="([\w-]+)"', text))
    assert asked - drawn == set()
