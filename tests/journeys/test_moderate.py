"""A moderator decides on 30 items with 30 keys, and takes the last decision back with one more; by forms alone too."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser import reading
from tests.people import visitor_called

pytestmark = pytest.mark.browser
ITEMS = 30
PROPOSERS = ("member", "instructor", "reviewer", "editor")  # one may send 20 in ten minutes


def propose(site, number):
    """As many proposals of a member, each with a name of its own; gives the word that all of them carry."""
    mark = secrets.token_hex(3)
    for place in range(number):
        member = visitor_called(site, PROPOSERS[place % len(PROPOSERS)])
        answer = member.submit(
            "/glossary/suggest/",
            form="/glossary/suggest/",
            name=f"Sample {mark} {place}",
            category="quality-and-regulation",
            definition="What a sampler takes from a stream at a moment.",
            source="A guideline, 2025",
        )
        assert "/glossary/proposals/" in answer.address, answer.text[:2000]
    return mark


@pytest.fixture
def desk(scripted, browser, site):
    """The queue before a moderator."""
    with reading(browser, site, "moderator", java_script_enabled=scripted) as context:
        page = context.new_page()
        page.goto("/moderation/")
        yield page


def press(page, key):
    with page.expect_navigation():
        page.keyboard.press(key)


def decided_by_key(page):
    """Press one key an item; the next one opens by itself."""
    press(page, "n")
    seen = set()
    for _turn in range(ITEMS):
        expect(page.get_by_role("heading", level=1)).to_contain_text("Sample")
        seen.add(page.url)
        press(page, "h")  # not taken over: the site under test keeps its glossary
    assert len(seen) == ITEMS
    press(page, "z")
    assert page.url in seen


def decided_by_buttons(page):
    """The same with the buttons of plain forms."""
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Open the next item")).click()
    for _turn in range(3):
        before = page.url
        with page.expect_navigation():
            page.get_by_role("button", name=re.compile("^Hide$|^Hide H$")).click()
        assert page.url != before
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("^Undo")).first.click()
    assert page.get_by_text("Undone; it waits again.").is_visible()


def test_thirty_items_by_thirty_keys_and_one_to_undo(desk, site, scripted):
    site.seen_by("moderator")
    propose(site, ITEMS + 1 if scripted else 4)
    desk.reload()
    (decided_by_key if scripted else decided_by_buttons)(desk)
