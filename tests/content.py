"""The shipped content in the test database: loaded once for a module or a class, taken back at its end."""

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from cmkc.core import importing
from search.actions import gathering


def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """All that `load_content` loads; the tests meanwhile stand in one transaction, which is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        with gathering():
            report = importing.load()
        assert report.problems == []
        yield
        transaction.set_rollback(True)
    connection.close()


shipped_content = pytest.fixture(scope="module", name="shipped_content")(_loaded)
content_for_class = pytest.fixture(scope="class", name="content_for_class")(_loaded)
"""Where a module has tests without the content too: in a module of mixed order they would find it."""
