"""What the first look at a page costs its reader: requests and bytes, as they were sent."""

from dataclasses import dataclass

import pytest

from tests.pages.catalogue import OWN_PAGES
from tests.people import visitor_called

pytestmark = [pytest.mark.browser, pytest.mark.once]
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


def loads(page, trouble) -> list[Load]:
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


@pytest.mark.parametrize("kind", OWN_PAGES, ids=lambda kind: kind.name)
def test_the_first_load_is_light(kind, site, open_page):
    page, trouble = open_page(kind.found_at(site), kind.who)
    found = loads(page, trouble)
    sums = {
        name: sum(load.body for load in found if load.kind == name) for name in ("document", "stylesheet", "script")
    }
    assert len(found) <= MOST_REQUESTS, [load.address for load in found]
    assert sum(load.whole for load in found) <= ALL
    assert sums["script"] <= SCRIPTS
    assert sums["stylesheet"] <= STYLES
    assert kind.heavy or sums["document"] <= HTML
    assert trouble.foreign() == []


@pytest.mark.parametrize("address", ["/static/css/site.css", "/static/js/site.js"])
def test_a_file_with_a_hash_in_its_name_is_kept_for_ever(address, site):
    home = visitor_called(site, "visitor").get("/").text
    folder, _slash, name = address.rpartition("/")
    stem, _dot, ending = name.partition(".")
    hashed = home[home.index(f"{folder}/{stem}.") :].partition('"')[0]
    answer = visitor_called(site, "visitor").get(hashed)
    assert hashed.endswith(ending)
    assert hashed != address
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Encoding"] == "gzip"
