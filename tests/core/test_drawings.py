"""One file serves light and dark: as an image it follows the system, and the theme that the reader chose."""

import io
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Route

from cmkc.core import drawings
from cmkc.core.figure_files import POLICY
from tests.browser import browser

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.once]
ROOT = Path(drawings.__file__).parents[2]
SVG = (ROOT / "cmkc/core/content/figures/rtd-pulse-step.svg").read_text()
STYLE = (ROOT / "static/css/site.css").read_text()
PAGE = '<!doctype html><html lang="en" {theme}><link rel="stylesheet" href="/site.css"><img src="/x.svg" alt="x">'
PAGE_POLICY = "default-src 'none'; img-src 'self'; style-src 'self'"


def answer(route: Route, theme: str) -> None:
    """Serve the page, its style and the drawing, each with the policy that it has on the site."""
    kind, body, policy = "text/html", PAGE.format(theme=f'data-theme="{theme}"' if theme else ""), PAGE_POLICY
    if route.request.url.endswith(".css"):
        kind, body = "text/css", STYLE
    elif route.request.url.endswith(".svg"):
        kind, body, policy = "image/svg+xml", SVG, POLICY
    route.fulfill(body=body, headers={"Content-Type": kind, "Content-Security-Policy": policy})


def colours(browser: Browser, system: str, theme: str) -> set[str]:
    """The colours of the drawing as it is painted."""
    context = browser.new_context(color_scheme=system)
    page = context.new_page()
    page.route("**/*", lambda route: answer(route, theme))
    page.goto("http://localhost/")
    picture = page.locator("img").screenshot()
    context.close()
    found = Image.open(io.BytesIO(picture)).convert("RGB").getcolors(10**6)
    return {f"#{red:02X}{green:02X}{blue:02X}" for _count, (red, green, blue) in found}


@pytest.mark.parametrize("system", ["light", "dark"])
@pytest.mark.parametrize("theme", ["", "light", "dark"])
def test_a_figure_follows_the_chosen_theme_and_else_the_system(browser, system, theme):
    light, dark = "#0B5F66", "#58BFC0"  # the first series colour of the design in both schemes
    found = colours(browser, system, theme) & {light, dark}
    assert found == {dark if (theme or system) == "dark" else light}
