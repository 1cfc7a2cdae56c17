"""Every kind of page in Chromium, wide and narrow, light and dark: no fault of axe, console or policy, and light."""

import pytest

from tests.browser import NARROW, WIDE
from tests.pages.axe import COLOURS, violations
from tests.pages.catalogue import OWN_PAGES
from tests.pages.weight import excess

pytestmark = [pytest.mark.browser, pytest.mark.once]
WIDTHS = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
# Every stop of the Tab key in the page, and how thick its outline is while it has the focus.
FOCUS = """() => {
  const stops = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const seen = [...document.querySelectorAll(stops)].filter((stop) => !stop.disabled && stop.checkVisibility({
    visibilityProperty: true }));
  return seen.filter((stop) => {
    stop.focus();
    const { outlineStyle, outlineWidth } = getComputedStyle(stop);
    return document.activeElement === stop && (outlineStyle === "none" || parseFloat(outlineWidth) < 2);
  }).map((stop) => stop.outerHTML.slice(0, 120));
}"""

# Classes on the page that no style sheet of the page knows; a state such as `is-next` may look like any other.
UNSTYLED = """(kept) => {
  const known = new Set(kept);
  const read = (rules) => [...rules].forEach((rule) => {
    for (const [, name] of (rule.selectorText ?? "").matchAll(/\\.([\\w-]+)/g)) known.add(name);
    read(rule.styleSheet?.cssRules ?? rule.cssRules ?? []);
  });
  [...document.styleSheets].forEach((sheet) => read(sheet.cssRules));
  const used = new Set([...document.querySelectorAll("[class]")].flatMap((element) => [...element.classList]));
  return [...used].filter((name) => !known.has(name) && !name.startsWith("is-"));
}"""
IN_STORED_TEXTS = ["reference", "license"]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["1280", "320"])
@pytest.mark.parametrize("kind", OWN_PAGES, ids=lambda kind: kind.name)
def test_a_page_has_no_fault(kind, size, site, open_page, axe_script):
    page, trouble = open_page(kind.found_at(site), kind.who, viewport=size)
    weight = excess(kind, page, trouble) if size == WIDE else []
    if kind.status != 200:
        trouble.console = [said for said in trouble.console if f"status of {kind.status}" not in said]
    faults = trouble.all() | {"weight": weight}
    needed, there = page.evaluate(WIDTHS)
    if needed > there:
        faults["sideways"] = [f"{needed} px of content in {there} px"]
    faults["unstyled"] = page.evaluate(UNSTYLED, IN_STORED_TEXTS)
    faults["light"] = violations(page, axe_script)
    page.emulate_media(color_scheme="dark")
    faults["dark"] = violations(page, axe_script, only=COLOURS)  # nothing but colours has changed
    page.keyboard.press("Tab")  # from now on the browser knows that the reader uses the keyboard
    faults["focus unseen"] = page.evaluate(FOCUS)  # last, for it scrolls the page
    assert {name: found for name, found in faults.items() if found} == {}
    assert trouble.violations() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_theme_holds_against_the_systems(theme, site, open_page, axe_script):
    page, _trouble = open_page("/", color_scheme="dark" if theme == "light" else "light")
    page.get_by_role("button", name=theme.capitalize(), exact=True).click()
    page.wait_for_function("theme => document.documentElement.dataset.theme === theme", arg=theme)
    assert violations(page, axe_script, only=COLOURS) == []
    page.reload()
    assert page.locator("html").get_attribute("data-theme") == theme
    assert violations(page, axe_script, only=COLOURS) == []
