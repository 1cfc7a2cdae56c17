"""System checks of core: `manage.py check --database default` asks what a database must hold to it."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  (Django's own name)
from django.db import connections

from cmkc.core import append_only


@register(Tags.database)
def append_only_tables_are_guarded(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Name the triggers that are missing; 2 queries a database.

    A warning, since `migrate` runs this check and stops at an error, and it is `migrate` that puts the triggers back.
    """
    return [
        Warning(
            f"database {alias!r} lacks the trigger {name}: rows of that table can be changed",
            hint="Run `manage.py migrate`; a worker also puts it back at its start and every hour.",
            id="core.W001",
        )
        for alias in databases or ()
        for name in append_only.missing(alias)
    ]


@register(Tags.database)
def sqlite_replaces_nothing_unseen(databases: Sequence[str] | None = None, **_options: Any) -> list[CheckMessage]:
    """Refuse a SQLite connection on which INSERT OR REPLACE deletes rows past the triggers."""
    messages: list[CheckMessage] = []
    for alias in databases or ():
        if connections[alias].vendor == "sqlite":
            with connections[alias].cursor() as cursor:
                cursor.execute("PRAGMA recursive_triggers")
                if cursor.fetchone() != (1,):
                    message = f"database {alias!r} runs without recursive triggers: REPLACE deletes rows unseen"
                    hint = "Add `PRAGMA recursive_triggers=ON` to OPTIONS['init_command'] of the database."
                    messages.append(Error(message, hint=hint, id="core.E001"))
    return messages
