"""What the first look at a page costs its reader: requests and bytes, as they were sent."""

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.browser import Trouble
from tests.pages.catalogue import PageType

KILOBYTE = 1000
MOST_REQUESTS, ALL, SCRIPTS = 12, 150 * KILOBYTE, 40 * KILOBYTE
HTML, STYLES = 30 * KILOBYTE, 10_240
READY = "() => document.readyState === 'complete'"


@dataclass(frozen=True)
class Load:
    """One request of a page: what it was for, and how much came."""

    address: str
    kind: str
    body: int
    whole: int


def loads(page: Page, trouble: Trouble) -> list[Load]:
    """All that a page asked for, images that come later as one scrolls included."""
    page.wait_for_function(READY)
    found = []
    for request in trouble.requests:
        if request.url.startswith(("data:", "blob:")):
            continue
        sizes = request.sizes()
        found.append(
            Load(
                request.url,
                request.resource_type,
                sizes["responseBodySize"],
                sizes["responseBodySize"] + sizes["responseHeadersSize"],
            )
        )
    return found


def excess(kind: PageType, page: Page, trouble: Trouble) -> list[str]:
    """What is too much about a page that was opened in a fresh browser."""
    found = loads(page, trouble)
    sums = {
        name: sum(load.body for load in found if load.kind == name) for name in ("document", "stylesheet", "script")
    }
    limits = {
        "requests": (len(found), MOST_REQUESTS),
        "bytes": (sum(load.whole for load in found), ALL),
        "bytes of scripts": (sums["script"], SCRIPTS),
        "bytes of styles": (sums["stylesheet"], STYLES),
        "bytes of HTML": (0 if kind.heavy else sums["document"], HTML),
    }
    return [f"{number} {name}, {most} at most" for name, (number, most) in limits.items() if number > most]
