"""The editors' desk in Chromium, under the site's policy: no violation, no error in the console."""

import pytest

from tests.pages.catalogue import CMS

pytestmark = [pytest.mark.browser, pytest.mark.once]


@pytest.mark.parametrize("kind", CMS, ids=lambda kind: kind.name)
def test_a_page_of_the_cms_breaks_no_rule(kind, site, open_page):
    page, trouble = open_page(kind.found_at(site), kind.who)
    page.wait_for_load_state("networkidle")  # the CMS goes on loading by itself: counts, panels, its preview
    page.wait_for_function("() => document.querySelectorAll('[data-start]').length === 0")
    assert trouble.all() == {}


def test_the_side_panels_of_the_editor_open_and_the_preview_stands_in_its_frame(site, open_page):
    chapter = next(kind for kind in CMS if kind.name == "chapter page")
    page, trouble = open_page(chapter.found_at(site), chapter.who)
    for panel in ("status", "checks", "comments", "preview"):
        page.get_by_role("button", name=f"Toggle {panel}").click()
    shown = page.frame_locator("iframe[title='Preview']").first
    shown.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    assert trouble.all() == {}
