"""A fresh browser for each journey, once with JavaScript and once without."""

import pytest

from tests.browser import Trouble, browser, reading, site  # noqa: F401  (fixtures)
from tests.journeys.keyboard import Keyboard


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def scripted(request):
    """Whether the reader's browser runs scripts."""
    return request.param


@pytest.fixture
def page(scripted, browser, site, tmp_path):  # noqa: F811
    """The home page before a visitor; at the end of the journey nothing has gone wrong on any page of it."""
    with reading(browser, site, java_script_enabled=scripted, accept_downloads=True) as context:
        opened = context.new_page()
        trouble = Trouble(opened)
        opened.goto("/")
        yield opened
        failed = [
            told for told in trouble.failed if not told.endswith("ERR_ABORTED")
        ]  # how a download ends, for a page
        assert (trouble.console, trouble.errors, failed, trouble.foreign()) == ([], [], [], [])


@pytest.fixture
def keyboard(page):
    """The only way to move in the page."""
    return Keyboard(page)
