"""What Wagtail starts by inline scripts, started by static/js/admin.js instead: it works as it did, by a click each."""

import re

import pytest
from wagtail.images.widgets import AdminImageChooser

from tests.pages.catalogue import first_link, page_in_cms
from tests.pages.test_admin_styles import ADD_FIELD, ADD_SCRIPT

pytestmark = [pytest.mark.browser, pytest.mark.once]
PUBLICATION = first_link("/cms/snippets/library/publication/", r"/cms/snippets/library/publication/edit/\d+/")


@pytest.fixture
def desk(site, open_page):
    """Open a page of the CMS; at the end nothing may have gone wrong in it."""
    opened = []

    def open_desk(address):
        page, trouble = open_page(
            address if isinstance(address, str) else address(site, "administrator"), "administrator"
        )
        page.wait_for_load_state("networkidle")
        opened.append(trouble)
        return page

    yield open_desk
    assert [trouble.all() for trouble in opened] == [{}] * len(opened)


def test_a_figure_is_put_into_a_chapter(desk):
    page = desk(page_in_cms("guides/guidechapterpage"))
    page.get_by_title("Insert a block").first.click()
    page.get_by_role("option", name="Figure").click()
    page.get_by_role("button", name=re.compile("Choose (a )?figure", re.IGNORECASE)).click()
    page.get_by_role("dialog").get_by_role("link", name=re.compile("^Batch")).first.click()
    chosen = page.locator(".chooser__title", has_text=re.compile("^Batch")).first
    chosen.wait_for()
    hidden = "(title) => title.closest('[data-contentpath]').querySelector('input[type=hidden][name$=-value]').value"
    assert chosen.evaluate(hidden).isdecimal()


def test_a_lesson_is_put_into_a_course(desk):
    page = desk(page_in_cms("courses/coursepage"))
    chooser = page.locator(".page-chooser").first
    before = chooser.locator(".chooser__title").inner_text()
    chooser.get_by_role("button", name="Actions").click()
    page.get_by_role("button", name=re.compile("Choose another")).filter(visible=True).click()
    lessons = page.get_by_role("dialog").locator("a.choose-page")
    lessons.filter(has_not_text=before).first.click()
    page.wait_for_function(
        "(was) => document.querySelector('.page-chooser .chooser__title').textContent !== was", arg=before
    )


def test_a_creator_is_added_moved_and_taken_away(desk):
    page = desk(PUBLICATION)
    total = page.locator("#id_creators-TOTAL_FORMS")
    before = int(total.input_value())
    page.get_by_role("button", name="Add Creator").click()
    page.get_by_role("button", name="Add Creator").click()
    assert int(total.input_value()) == before + 2
    assert page.locator(f"#inline_child_creators-{before + 1}").is_visible()
    page.locator(f"#inline_child_creators-{before + 1} [data-inline-panel-child-move-up]").click()
    first, second = (page.locator(f"#id_creators-{before + place}-ORDER").input_value() for place in (0, 1))
    assert int(first) > int(second)
    page.locator(f"#id_creators-{before}-DELETE-button").click()
    page.locator(f"#inline_child_creators-{before}").wait_for(state="hidden")
    assert page.locator(f"#id_creators-{before}-DELETE").input_value() == "1"


def test_a_task_is_chosen_for_a_workflow(desk):
    page = desk("/cms/workflows/add/")
    page.get_by_role("button", name="Add task").click()
    page.get_by_role("button", name="Choose a task").click()
    page.get_by_role("tab", name="Existing").click()
    page.get_by_role("dialog").get_by_role("link", name="Moderators approval").click()
    page.locator(".task-chooser .chooser__title").get_by_text("Moderators approval").wait_for()


def test_a_day_is_picked_for_a_filter(desk):
    page = desk("/cms/reports/site-history/")
    page.get_by_role("button", name="Show filters").click()
    page.locator(".w-drilldown__toggle", has_text="Date").click()
    field = page.locator("#id_timestamp_0")
    field.click()
    days = page.locator(".xdsoft_datetimepicker").filter(visible=True)
    days.locator(".xdsoft_date:not(.xdsoft_other_month)").first.click()
    page.wait_for_url(re.compile(r"timestamp_from=\d{4}-\d\d-\d\d"))  # the list is filtered at once


def test_a_moment_is_picked_for_publishing(desk):
    page = desk(page_in_cms("home/textpage"))
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    field = page.locator("#id_go_live_at")
    field.click()
    moments = page.locator(".xdsoft_datetimepicker").filter(visible=True)
    moments.locator(".xdsoft_date:not(.xdsoft_other_month)").last.click()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", field.input_value())


@pytest.mark.ignore_template_errors  # the widget's template is Wagtail's
def test_an_image_chooser_that_a_script_puts_into_a_page_starts(desk):
    page = desk(page_in_cms("home/textpage"))
    chooser = AdminImageChooser()
    for script in chooser.media._js:
        page.evaluate(ADD_SCRIPT, str(getattr(script, "path", script)))
    page.evaluate(ADD_FIELD, chooser.render("picture", None, {"id": "picture"}))
    page.get_by_role("button", name="Choose an image").click()
    page.get_by_role("dialog").get_by_role("tab", name="Upload").wait_for()
