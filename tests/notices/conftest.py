"""What the tests of notices share."""

import pytest

from tests.notices import things


@pytest.fixture(autouse=True)
def _things():
    with things.registered():
        yield
