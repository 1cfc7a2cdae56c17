"""What the tests of accounts share."""

import pytest
from django.conf import settings
from django.utils import translation

from tests.tasks import forget


@pytest.fixture(autouse=True)
def _default_language():
    """A page under /es/ leaves its language in the thread; each test begins and ends in the default one."""
    translation.activate(settings.LANGUAGE_CODE)
    forget()
    yield
    translation.activate(settings.LANGUAGE_CODE)
