"""A real Chromium for tests: contexts for readers of every kind, and a note of everything that goes wrong in a page.

A browser lives for one module: while it runs, this thread has an event loop, and Django's database refuses to work
beside one. So a test that drives the browser asks the site over HTTP and never the database.
"""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Route, sync_playwright

from tests.live_site import Site, site
from tests.people import visitor_called
from tests.visitor import Visitor
from tools.judges import CHROMIUM_ARGUMENTS

__all__ = ["NARROW", "WIDE", "Trouble", "browser", "open_page", "reading", "site"]

WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 320, "height": 640}
LONGEST_WAIT = 20_000  # milliseconds; a loaded machine is no fault of a page
LISTEN = """
window.policyViolations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.policyViolations.push(
    `${event.effectiveDirective} refused ${event.blockedURI} ${event.sample} at ` +
    `${event.sourceFile}:${event.lineNumber}`,
  );
});
"""


@dataclass
class Trouble:
    """What a page does that it should not: errors, refused loads, requests to other hosts."""

    page: Page
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("requestfailed", lambda request: self.failed.append(f"{request.url}: {request.failure}"))
        self.page.on("request", self._asked)

    def _asked(self, request: Request) -> None:
        self.requests.append(request)  # Playwright takes a method of Python's own, not one of a list

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.console.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def foreign(self) -> list[str]:
        """Requests that left the site's own host."""
        own = urlsplit(self.page.url).netloc
        asked = [request.url for request in self.requests if urlsplit(request.url).scheme not in {"data", "blob"}]
        return [address for address in asked if urlsplit(address).netloc != own]

    def violations(self) -> list[str]:
        """What the site's policy refused in this page and in its frames."""
        found = [frame.evaluate("() => window.policyViolations || []") for frame in self.page.frames]
        return [violation for each in found for violation in each]

    def all(self) -> dict[str, list[str]]:
        """All of it; empty when the page is clean."""
        told = {"console": self.console, "errors": self.errors, "failed": self.failed}
        told |= {"foreign": self.foreign(), "policy": self.violations()}
        return {name: what for name, what in told.items() if what}


@pytest.fixture(scope="module")
def browser(chromium_path: Path) -> Iterator[Browser]:
    """Chromium, until the module ends."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@contextmanager
def reading(browser: Browser, site: Site, who: str | Visitor = "visitor", **options: Any) -> Iterator[BrowserContext]:
    """A fresh browser profile of somebody; options are Playwright's."""
    context = browser.new_context(**({"viewport": WIDE, "reduced_motion": "reduce", "base_url": site.url} | options))
    context.set_default_timeout(LONGEST_WAIT)
    context.add_init_script(LISTEN)
    cookies = (who if isinstance(who, Visitor) else visitor_called(site, who)).cookies
    context.add_cookies([{"name": name, "value": value, "url": site.url} for name, value in cookies.items()])
    try:
        yield context
    finally:
        context.close()


@pytest.fixture
def open_page(browser: Browser, site: Site) -> Iterator[Callable[..., tuple[Page, Trouble]]]:
    """Open an address as somebody: `page, trouble = open_page("/library/", "member", viewport=NARROW)`.

    `routes` are those of Playwright, by their pattern, set before the page is asked for.
    """
    with contextlib.ExitStack() as contexts:

        def opened(
            address: str, who: str = "visitor", routes: dict[str, Callable[[Route], None]] | None = None, **options: Any
        ) -> tuple[Page, Trouble]:
            context = contexts.enter_context(reading(browser, site, who, **options))
            page = context.new_page()
            trouble = Trouble(page)
            for pattern, answer in (routes or {}).items():
                page.route(pattern, answer)
            page.goto(address)
            return page, trouble

        yield opened
