"""Lift the triggers of append-only tables: for a flush between tests, and for tests that play somebody who tampers.

Nothing that is shipped can do this.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections
from django.test import TransactionTestCase

from cmkc.core import append_only


def drop(using: str = "default") -> None:
    """Drop every trigger of every append-only table."""
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for guard in append_only.guards():
            if guard.table in tables:
                for trigger in append_only.triggers(connection, guard):
                    place = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
                    cursor.execute(f'DROP TRIGGER IF EXISTS "{trigger.name}"{place}')


@contextmanager
def lifted(using: str = "default") -> Iterator[None]:
    """Drop the triggers, and put them back at the end."""
    drop(using)
    try:
        yield
    finally:
        append_only.install(using)


def lift_around_flush() -> None:
    """Let TransactionTestCase empty append-only tables too; tests/conftest.py calls this once."""
    flush = TransactionTestCase._fixture_teardown

    def flush_lifted(self: TransactionTestCase) -> None:
        with lifted():
            flush(self)

    TransactionTestCase._fixture_teardown = flush_lifted  # type: ignore[method-assign]
