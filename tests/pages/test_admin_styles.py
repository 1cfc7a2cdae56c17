"""The rich-text editor in Chromium: the style elements that it adds are those that the policy names."""

import base64
import hashlib
import re

import pytest
from wagtail.admin.rich_text import get_rich_text_editor_widget

from cmkc.core.admin_styles import STYLE_HASHES
from tests.pages.catalogue import page_in_cms

pytestmark = [pytest.mark.browser, pytest.mark.once]
ADD_SCRIPT = """(address) => new Promise((done, failed) => {
  const script = Object.assign(document.createElement("script"), { src: address, onload: done, onerror: failed });
  document.head.append(script);
})"""
ADD_FIELD = """(html) => {
  const box = document.createElement("div");
  box.innerHTML = html;
  document.querySelector("main form").prepend(box);
}"""
STYLES = "() => [...document.querySelectorAll('style')].map((style) => style.textContent)"


def named(style: str) -> str:
    """How a policy names a style element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def test_the_rich_text_editor_works_and_its_two_style_elements_are_those_of_the_policy(site, open_page):
    find = page_in_cms("home/textpage")
    page, trouble = open_page(find(site, "administrator"), "administrator")
    editor = get_rich_text_editor_widget()
    for script in editor.media._js:
        page.evaluate(ADD_SCRIPT, re.sub(r"\?.*", "", str(getattr(script, "path", script))))
    page.evaluate(ADD_FIELD, editor.render("trial", None, {"id": "trial"}))

    words = page.locator(".Draftail-Editor [contenteditable=true]")
    words.click()
    page.keyboard.type("State of ")
    page.keyboard.press("Control+b")
    page.keyboard.type("control")
    page.wait_for_function("() => document.querySelector('#trial').value.includes('BOLD')")
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")  # an empty editor would show a placeholder
    page.wait_for_function("() => !document.querySelector('#trial').value.includes('control')")

    assert {named(style) for style in page.evaluate(STYLES)} == set(STYLE_HASHES)
    assert trouble.all() == {}
