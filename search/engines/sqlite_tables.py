"""The full-text table of SQLite and the three triggers that hold it level with the projection.

The table is external content: it keeps only the index and reads texts from the projection. A trigger that takes a row
out must name exactly the texts that were put in, so each of the three names OLD's. Django rebuilds a SQLite table to
alter it and drops its triggers thereby, so they are looked at after every migrate.
"""

from django.db import DatabaseError
from django.db.backends.base.base import BaseDatabaseWrapper

FULL_TEXT = "search_fulltext"
CONTENT = "search_searchdocument"
COLUMNS = ("title", "abbreviation", "summary", "body")

_NAMES = ", ".join(COLUMNS)
_NEW = ", ".join(f"new.{column}" for column in COLUMNS)
_OLD = ", ".join(f"old.{column}" for column in COLUMNS)
_CHANGED = " OR ".join(f"old.{column} IS NOT new.{column}" for column in COLUMNS)
_PUT = f"INSERT INTO {FULL_TEXT}(rowid, {_NAMES}) VALUES (new.id, {_NEW});"
_TAKE = f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rowid, {_NAMES}) VALUES ('delete', old.id, {_OLD});"

TABLE = (
    f"CREATE VIRTUAL TABLE {FULL_TEXT} USING fts5({_NAMES}, content='{CONTENT}', content_rowid='id', "
    "tokenize='porter unicode61 remove_diacritics 2', prefix='2 3')"
)
TRIGGERS = {
    f"{FULL_TEXT}_insert": f"CREATE TRIGGER {FULL_TEXT}_insert AFTER INSERT ON {CONTENT} BEGIN {_PUT} END",
    f"{FULL_TEXT}_delete": f"CREATE TRIGGER {FULL_TEXT}_delete AFTER DELETE ON {CONTENT} BEGIN {_TAKE} END",
    f"{FULL_TEXT}_update": (
        f"CREATE TRIGGER {FULL_TEXT}_update AFTER UPDATE OF id, {_NAMES} ON {CONTENT} "
        f"WHEN old.id IS NOT new.id OR {_CHANGED} BEGIN {_TAKE} {_PUT} END"
    ),
}


def lacking(connection: BaseDatabaseWrapper) -> list[str]:
    """Name what is missing or stands in another form; 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE name LIKE %s", [f"{FULL_TEXT}%"])
        standing = dict(cursor.fetchall())
    return [name for name, sql in {FULL_TEXT: TABLE, **TRIGGERS}.items() if standing.get(name) != sql]


def ensure(connection: BaseDatabaseWrapper) -> list[str]:
    """Make what is missing, fill the index anew when anything was, and name it; changes nothing when all stands."""
    names = lacking(connection)
    if not names:
        return []
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        if FULL_TEXT in names:
            cursor.execute(f"DROP TABLE IF EXISTS {FULL_TEXT}")
            cursor.execute(TABLE)
        for sql in TRIGGERS.values():
            cursor.execute(sql)
        cursor.execute(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}) VALUES ('rebuild')")
    return names


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers and the table away."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        cursor.execute(f"DROP TABLE IF EXISTS {FULL_TEXT}")


def broken(connection: BaseDatabaseWrapper) -> str:
    """Compare the index with the texts, word by word; gives what SQLite says is wrong, "" when nothing is."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {FULL_TEXT}({FULL_TEXT}, rank) VALUES ('integrity-check', 1)")
    except DatabaseError as error:
        return str(error)
    return ""
