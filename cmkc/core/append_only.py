"""Tables whose rows are written once: the database itself refuses to change or delete them, by triggers.

A trigger stands in the database, so a shell, a bulk update and a forgotten script are refused like everybody else.
Triggers are put in after every migrate; `missing` says which of them a database lacks or has in another form
(SQLite drops a table's triggers when Django rebuilds the table, and anybody who owns a database may drop them), and
`install` puts them back. Nothing in the product lifts them.

On SQLite, INSERT OR REPLACE deletes the row in its way without a word to a delete trigger. Two fences stand there:
the trigger on insert refuses a primary key that is in use, whatever the connection; and `PRAGMA recursive_triggers`,
which every connection of this project sets, makes the delete trigger fire for the other unique columns.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import truncate_name

PREFIX = "append_only"
FUNCTION = f"cmkc_{PREFIX}"
INSTALLER = 0x636D6B63  # "cmkc": the advisory lock under which one process at a time installs on PostgreSQL

AnyModel = TypeVar("AnyModel", bound=type[models.Model])


@dataclass(frozen=True)
class Guard:
    """One append-only table, and the columns that may go once from NULL to a value."""

    model: type[models.Model]
    fill_once: tuple[str, ...] = ()

    @property
    def table(self) -> str:
        """The table's name in the database."""
        return self.model._meta.db_table

    def columns(self) -> tuple[list[str], list[str]]:
        """Give the fixed columns and those that may be filled once, by their names in the database."""
        names = {field.name: str(field.column) for field in self.model._meta.local_concrete_fields}
        fillable = [names[name] for name in self.fill_once]
        return [column for column in names.values() if column not in fillable], fillable

    def rule(self) -> str:
        """Say the rule in the words that the database answers with."""
        filled = f"{', '.join(self.columns()[1])} may be set once and nothing else" if self.fill_once else "no row"
        return f"{PREFIX}: in {self.table} {filled} may be changed or deleted"


@dataclass(frozen=True)
class Trigger:
    """One trigger as it must stand in the database: its name, its definition, what makes it."""

    name: str
    definition: str
    create: str


_guards: list[Guard] = []


def append_only(*, fill_once: Iterable[str] = ()) -> Callable[[AnyModel], AnyModel]:
    """Declare a model's table append-only; `fill_once` names fields that may go once from NULL to a value.

    What the database refuses reaches Python as an IntegrityError.
    Raises: TypeError for a model without a table of its own; FieldDoesNotExist for an unknown field; ValueError for
    a `fill_once` field that can't be NULL.
    """

    def declare(model: AnyModel) -> AnyModel:
        if model._meta.abstract or model._meta.proxy or not model._meta.managed:
            raise TypeError(f"{model.__name__} has no table of its own to guard")
        for name in fill_once:
            if not model._meta.get_field(name).null:
                raise ValueError(f"{model.__name__}.{name} can't be filled once: it is never NULL")
        _guards.append(Guard(model, tuple(fill_once)))
        return model

    return declare


def guards(app_label: str = "") -> list[Guard]:
    """List the append-only tables, of one app or of all."""
    return [guard for guard in _guards if app_label in {"", guard.model._meta.app_label}]


def missing(using: str = "default", app_label: str = "") -> list[str]:
    """Name the triggers that a database lacks, or has switched off or in another form; two queries.

    Tables that don't exist yet are left out, so that it may be asked before the first migrate.
    """
    candidates = guards(app_label)
    return [trigger.name for _guard, trigger in _wanting(connections[using], candidates)] if candidates else []


def install(using: str = "default", app_label: str = "") -> list[str]:
    """Put in the triggers that are missing and name them; changes nothing when all stand as they must."""
    connection = connections[using]
    if not missing(using, app_label):
        return []
    with transaction.atomic(using=using), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INSTALLER])
            cursor.execute(_function())
        wanting = list(_wanting(connection, guards(app_label)))  # asked again: another process may have been first
        for guard, trigger in wanting:
            cursor.execute(_drop(connection, guard, trigger.name))
            cursor.execute(trigger.create)
    return [trigger.name for _guard, trigger in wanting]


def triggers(connection: BaseDatabaseWrapper, guard: Guard) -> list[Trigger]:
    """List the triggers that must stand on a table in this kind of database."""
    return _on_postgresql(guard) if connection.vendor == "postgresql" else _on_sqlite(guard)


def _name(guard: Guard, event: str) -> str:
    """Name a trigger; PostgreSQL keeps 63 bytes of a name."""
    return truncate_name(f"{PREFIX}_{guard.table}_{event.lower()}", 63)


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _on_sqlite(guard: Guard) -> list[Trigger]:
    """Say when each of SQLite's three triggers refuses: a used key, any change but a fill, any delete."""
    fixed, fillable = guard.columns()
    same = [f'OLD."{column}" IS NEW."{column}"' for column in fixed]
    filled = [f'(OLD."{column}" IS NULL OR OLD."{column}" IS NEW."{column}")' for column in fillable]
    changed = f"WHEN NOT ({' AND '.join(same + filled)}) " if fillable else ""
    key = guard.model._meta.pk.column
    used = f'WHEN EXISTS (SELECT 1 FROM "{guard.table}" WHERE "{key}" = NEW."{key}") '  # noqa: S608  (the model's names)
    made = []
    for event, condition in (("INSERT", used), ("UPDATE", changed), ("DELETE", "")):
        create = (
            f'CREATE TRIGGER "{_name(guard, event)}" BEFORE {event} ON "{guard.table}" {condition}'
            f"BEGIN SELECT RAISE(ABORT, {_text(guard.rule())}); END"
        )
        made.append(Trigger(_name(guard, event), create, create))
    return made


_BODY = """
DECLARE
    was jsonb;
    becomes jsonb;
BEGIN
    IF TG_OP = 'UPDATE' AND TG_NARGS > 1 THEN
        was := to_jsonb(OLD);
        becomes := to_jsonb(NEW);
        FOR number IN 1 .. TG_NARGS - 1 LOOP
            IF was -> TG_ARGV[number] = 'null' THEN
                was := was - TG_ARGV[number];
                becomes := becomes - TG_ARGV[number];
            END IF;
        END LOOP;
        IF was = becomes THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = TG_ARGV[0];
END
"""
_EVENTS = {"UPDATE": ("ROW", 1 + 2 + 16), "DELETE": ("ROW", 1 + 2 + 8), "TRUNCATE": ("STATEMENT", 2 + 32)}
"""What each of PostgreSQL's triggers fires for, and how the catalogue (pg_trigger.tgtype) says so."""


def _function() -> str:
    """Make the one function that refuses; it reads whole rows, so that no trigger depends on a column."""
    return f"CREATE OR REPLACE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $body${_BODY}$body$"


def _on_postgresql(guard: Guard) -> list[Trigger]:
    """Say how each of PostgreSQL's three triggers is made, and what the catalogue then says of it."""
    arguments = [guard.rule(), *guard.columns()[1]]
    body = hashlib.md5(_BODY.encode(), usedforsecurity=False).hexdigest()
    made = []
    for event, (level, number) in _EVENTS.items():
        create = (
            f'CREATE TRIGGER "{_name(guard, event)}" BEFORE {event} ON "{guard.table}" FOR EACH {level} '
            f"EXECUTE FUNCTION {FUNCTION}({', '.join(map(_text, arguments))})"
        )
        made.append(Trigger(_name(guard, event), f"{number} {arguments} {body}", create))
    return made


def _drop(connection: BaseDatabaseWrapper, guard: Guard, name: str) -> str:
    place = f' ON "{guard.table}"' if connection.vendor == "postgresql" else ""
    return f'DROP TRIGGER IF EXISTS "{name}"{place}'


def _wanting(connection: BaseDatabaseWrapper, candidates: list[Guard]) -> Iterator[tuple[Guard, Trigger]]:
    """Find the triggers that don't stand as they must."""
    tables = set(connection.introspection.table_names())
    standing = _standing(connection)
    for guard in candidates:
        if guard.table in tables:
            for trigger in triggers(connection, guard):
                if standing.get(trigger.name) != trigger.definition:
                    yield guard, trigger


def _standing(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Read the definitions of the triggers that stand in the database and are switched on."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            return dict(cursor.fetchall())
        cursor.execute(
            "SELECT t.tgname, t.tgtype, t.tgargs, md5(p.prosrc) FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid "
            "WHERE t.tgenabled IN ('O', 'A') AND t.tgqual IS NULL AND p.proname = %s "
            "AND pg_table_is_visible(t.tgrelid)",
            [FUNCTION],
        )
        return {
            name: f"{number} {bytes(arguments).decode().split(chr(0))[:-1]} {body}"
            for name, number, arguments, body in cursor.fetchall()
        }
