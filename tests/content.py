"""The shipped content in the test database: loaded once for a module, taken back at its end."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from cmkc.core import importing
from search.actions import gathering


@pytest.fixture(scope="module")
def shipped_content(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All that `load_content` loads; the tests of the module stand in one transaction, which is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with gathering():
            report = importing.load()
        assert report.problems == []
        yield
        transaction.set_rollback(True)
    connection.close()
