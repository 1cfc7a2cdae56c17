"""What every test may use."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from tests import tasks
from tests.triggers import lift_around_flush

pytest_plugins = ["tests.servers"]  # the real servers and programs that tests ask for
lift_around_flush()


def _left_out(item: pytest.Item) -> bool:
    """Tell whether a test is about the other database."""
    return any(connection.vendor not in mark.args for mark in item.iter_markers("dialect"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what does not belong to this pass."""
    other = [item for item in items if _left_out(item)]
    if other:
        config.hook.pytest_deselected(items=other)
        items[:] = [item for item in items if item not in set(other)]


@pytest.fixture(autouse=True)
def _nothing_left_from_before():
    cache.clear()
    tasks.forget()
    translation.activate(settings.LANGUAGE_CODE)  # a page under /es/ leaves its language in the thread
    yield
    cache.clear()
