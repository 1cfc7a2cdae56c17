"""A trainee looks something up: home, one box, a ranked list over all kinds, and the very section that answers."""

import re

import pytest

pytestmark = pytest.mark.browser
QUESTION = "how is the diversion window computed"
PLACE = "(id) => { const box = document.getElementById(id).getBoundingClientRect(); return [box.top, innerHeight]; }"
STARTS_THERE = """(id) => {
  const target = document.getElementById(id);
  const after = target.compareDocumentPosition(document.activeElement);
  return Boolean(after & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
}"""


def test_one_box_leads_to_the_exact_section(page, keyboard):
    keyboard.to("searchbox", re.compile("^Search guides"), most=30)
    keyboard.write(QUESTION)
    keyboard.go()

    rows = page.locator("main .rows > li")
    kinds = rows.locator(".row-kind").all_inner_texts()
    titles = rows.locator(".row-title").all_inner_texts()
    assert int(page.get_by_role("status").inner_text().split()[0]) >= len(titles) >= 5
    assert len(set(kinds)) >= 4, "one list over all kinds"
    assert any("diversion window" in title.lower() for title in titles[:3]), "the best answers stand first"
    assert page.get_by_role("searchbox", name=re.compile("question")).input_value() == QUESTION

    section = re.compile(r"^7\.2 .*diversion window")
    address = page.get_by_role("link", name=section).get_attribute("href")
    keyboard.follow("link", "Skip the filters")
    keyboard.follow("link", section)

    anchor = address.partition("#")[2]
    assert page.url.endswith(address)
    assert anchor
    top, height = page.evaluate(PLACE, anchor)
    assert 0 <= top < height / 2, "the section stands at the top of the window"
    assert "diversion window" in page.locator(f"#{anchor}").inner_text().lower()
    keyboard.press("Tab")
    assert page.evaluate(STARTS_THERE, anchor), "Tab goes on from the section, not from the top of the page"


def test_a_filter_narrows_the_list_and_can_be_taken_away(page, keyboard):
    keyboard.to("searchbox", re.compile("^Search guides"), most=30)
    keyboard.write("state of control")
    keyboard.go()
    everything = int(page.get_by_role("status").inner_text().split()[0])

    keyboard.to("checkbox", re.compile("^Glossary"))
    keyboard.press("Space")
    keyboard.follow("button", re.compile("^Apply"))
    assert set(page.locator("main .rows .row-kind").all_inner_texts()) == {"Glossary"}
    assert int(page.get_by_role("status").inner_text().split()[0]) < everything

    keyboard.follow("link", re.compile("Glossary"), within=page.get_by_role("navigation", name="Chosen filters"))
    assert int(page.get_by_role("status").inner_text().split()[0]) == everything
