"""The full-text tables of whichever database there is: making, checking and removing them."""

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from search.engines import postgresql_tables, sqlite_tables


def _of(connection: BaseDatabaseWrapper) -> ModuleType:
    return postgresql_tables if connection.vendor == "postgresql" else sqlite_tables


def lacking(connection: BaseDatabaseWrapper) -> list[str]:
    """Name what is missing or stands in another form; 1 query."""
    names: list[str] = _of(connection).lacking(connection)
    return names


def ensure(connection: BaseDatabaseWrapper) -> list[str]:
    """Make what is missing, fill it anew when anything was, and name it; changes nothing when all stands."""
    names: list[str] = _of(connection).ensure(connection)
    return names


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take everything away."""
    _of(connection).remove(connection)


def broken(connection: BaseDatabaseWrapper) -> str:
    """Compare the index with the texts; says what is wrong, "" when nothing is."""
    trouble: str = _of(connection).broken(connection)
    return trouble
