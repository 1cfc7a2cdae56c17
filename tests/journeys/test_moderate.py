"""A moderator decides on 30 items with 30 keys, and takes the last decision back with one more; by forms alone too."""

import re
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser import reading
from tests.journeys.keyboard import Keyboard
from tests.people import visitor_called

pytestmark = pytest.mark.browser
ITEMS = 30
PLAIN = 5
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


HIDE = re.compile("^Hide( H)?$")
RETURN = re.compile("^Return for edit")


def returned_with_a_reason(keyboard):
    """What needs a reason asks for it; the reason is typed, and the button taken once more."""
    keyboard.follow("button", RETURN)
    expect(keyboard.page.get_by_text("Say why, or choose a template").first).to_be_visible()
    keyboard.to("textbox", re.compile("^Reason in your words"))
    keyboard.write("Please name a source.")
    keyboard.follow("button", RETURN)


def decided_by_forms(page):
    """The same with plain forms and a keyboard that no script listens to: Tab, words, Enter."""
    keyboard = Keyboard(page)
    keyboard.follow("button", re.compile("^Open the next item"))
    keyboard.press("h")  # a letter is a letter here
    ways = [
        lambda: keyboard.follow("button", HIDE),
        lambda: returned_with_a_reason(keyboard),
        lambda: keyboard.follow("button", re.compile("^Put aside, next")),
        lambda: keyboard.follow("button", HIDE),
    ]
    seen = []
    for act in ways:
        expect(page.get_by_role("heading", level=1)).to_contain_text("Sample")
        seen.append(page.url)
        act()
    assert len(set(seen)) == len(ways)
    keyboard.follow("button", re.compile("^Undo"))
    expect(page.get_by_text("Undone; it waits again.")).to_be_visible()
    assert page.url == seen[-1]
    keyboard.follow("link", "Log")
    expect(page.get_by_text("Please name a source.").first).to_be_visible()


def test_thirty_items_by_thirty_keys_and_one_to_undo(desk, site, scripted):
    site.seen_by("moderator")
    propose(site, ITEMS + 1 if scripted else PLAIN + 1)
    desk.reload()
    (decided_by_key if scripted else decided_by_forms)(desk)
