"""The same pages without style sheets, without motion, in forced colours, and on paper."""

import re

import pytest

from tests.pages.catalogue import GUIDE
from tests.pages.test_accessibility import FOCUS

pytestmark = [pytest.mark.browser, pytest.mark.once]
CHAPTER, CELL, TABLE = f"{GUIDE}dynamics/", "/regulatory/us/early-engagement/", "/regulatory/"
THREE = pytest.mark.parametrize("address", ["/", CHAPTER, CELL], ids=["home", "chapter", "cell"])
# Without style sheets a page is one column: what stands later in the file must stand lower.
ORDER = """() => ["header", "h1", "main", "footer"].map((name) => document.querySelector(name))
  .map((part) => part.getBoundingClientRect().top)"""
HEADINGS = """() => [...document.querySelectorAll("h1, h2, h3, h4")].filter((each) => each.checkVisibility())
  .map((each) => each.getBoundingClientRect().top)"""
MOVING = """() => [
  ...document.getAnimations().map((each) => each.constructor.name),
  ...[...document.querySelectorAll("*")].filter((each) => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(each);
    const longest = Math.max(...transitionDuration.split(",").map(parseFloat));
    return longest > 0.01 || (animationName !== "none" && parseFloat(animationDuration) > 0.01);
  }).map((each) => each.outerHTML.slice(0, 100)),
  ...(getComputedStyle(document.documentElement).scrollBehavior === "smooth" ? ["smooth scrolling"] : []),
]"""


@THREE
def test_without_style_sheets_the_page_reads_from_top_to_bottom(address, site, open_page):
    page, _trouble = open_page(address, routes={"**/*.css": lambda route: route.abort()})
    assert page.evaluate("() => getComputedStyle(document.body).display") == "block", "a style sheet came through"
    header, title, main, footer = page.evaluate(ORDER)
    assert header < main <= title < footer
    headings = page.evaluate(HEADINGS)
    assert headings == sorted(headings)
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.getAttribute('href')") == "#content"


@THREE
def test_nothing_moves_for_readers_who_asked_for_stillness(address, site, open_page):
    page, _trouble = open_page(address, reduced_motion="reduce")
    assert page.evaluate(MOVING) == []


@THREE
def test_forced_colours_keep_the_focus_and_the_text(address, site, open_page):
    page, trouble = open_page(address, forced_colors="active")
    assert page.evaluate("() => matchMedia('(forced-colors: active)').matches")
    assert page.get_by_role("heading", level=1).is_visible()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS) == []
    assert trouble.all() == {}


@pytest.mark.parametrize(
    ("address", "kept"),
    [(CHAPTER, "residence time"), (CELL, "FDA"), (TABLE, "United States")],
    ids=["chapter", "cell", "table"],
)
def test_paper_carries_the_text_and_its_address_but_no_navigation(address, kept, site, open_page):
    page, _trouble = open_page(address)
    page.emulate_media(media="print")
    text = page.locator("body").inner_text()
    assert kept in text
    assert f"{site.url}{address}" in text, "where it was printed from"
    for left_out in ("header.site-header", "footer.site-footer", "form", "nav"):
        seen = page.locator(left_out).filter(visible=True)
        assert seen.count() == 0, left_out
    sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))
    assert 1 <= len(sheets) <= 40
