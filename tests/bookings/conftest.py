"""What the tests of bookings share."""

import pytest

from tests.accounts.factories import UserFactory
from tests.bookings import things


@pytest.fixture(autouse=True)
def _things():
    with things.registered():
        yield


@pytest.fixture
def manager(db):
    return things.managed_by(UserFactory(name="Mara Manager"))
