"""What every test may use."""

import pytest
from django.core.cache import cache

from tests.triggers import lift_around_flush

lift_around_flush()


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()
