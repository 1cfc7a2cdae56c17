"""What PostgreSQL needs for search: a configuration that keeps every word, plain text, a vector and its index.

The vector is a generated column, so no trigger can be forgotten. Letters lose their accents by `unaccent` where the
extension may be had, else by a table of Latin letters; `search_plain` hides which, and is what the vector rests on.
"""

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CONFIGURATION = "search_english"
CONTENT = "search_searchdocument"
EXTENSIONS = ("unaccent", "pg_trgm")

_SEPARATORS = "-_/.,:@<>&\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
"""Signs that PostgreSQL's parser keeps inside a token (addresses, paths, numbers, tags); other engines split there."""
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
_PLAIN = "aaaaaaceeeeiiiinoooooouuuuyyAAAAAACEEEEIIIINOOOOOOUUUUY"

_WORDS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
_VECTOR = (
    f"setweight(to_tsvector('{CONFIGURATION}', search_plain(title || ' ' || abbreviation)), 'A') || "
    f"to_tsvector('{CONFIGURATION}', search_plain(summary || ' ' || body))"
)
_FREQUENCY = """
CREATE FUNCTION search_frequency(vector tsvector, word tsquery, title_bonus double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT round(1 / (1.6449341 - least(1.6448, 1.6449341 * ts_rank('{1,1,1,1}', vector, word))) - 0.5)
         + title_bonus * round(1 / (1.6449341 - least(1.6448, 1.6449341 * ts_rank('{0,0,0,1}', vector, word))) - 0.5)
$body$"""
"""How often one stem stands in a vector, those in the title counted again `title_bonus` times.

ts_rank of a single stem that stands n times is (1 + 1/4 + … + 1/n²) · 6/π², which gives n back exactly (up to some
thousands); it is four times as fast as unnesting the vector, and is used to count, never to rank.
"""
CREATE = (
    "CREATE TEXT SEARCH DICTIONARY search_stem (TEMPLATE = snowball, Language = english)",
    f"CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = pg_catalog.simple)",
    f"ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} ALTER MAPPING FOR {_WORDS} WITH search_stem",
    _FREQUENCY,
    f"ALTER TABLE {CONTENT} ADD COLUMN vector tsvector GENERATED ALWAYS AS ({_VECTOR}) STORED",
    f"CREATE INDEX search_document_vector ON {CONTENT} USING gin (vector) WITH (fastupdate = off)",
)
REMOVE = (
    f"ALTER TABLE {CONTENT} DROP COLUMN IF EXISTS vector",
    f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {CONFIGURATION}",
    "DROP TEXT SEARCH DICTIONARY IF EXISTS search_stem",
    "DROP FUNCTION IF EXISTS search_frequency(tsvector, tsquery, double precision)",
    "DROP FUNCTION IF EXISTS search_plain(text)",
)


def create(connection: BaseDatabaseWrapper) -> None:
    """Make everything; some seconds for 100,000 documents, because each vector is computed."""
    available = probe(connection)
    with connection.cursor() as cursor:
        cursor.execute(_plain_function("unaccent" in available))
        for statement in CREATE:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take everything away but the extensions, which others may use."""
    with connection.cursor() as cursor:
        for statement in REMOVE:
            cursor.execute(statement)


def probe(connection: BaseDatabaseWrapper) -> set[str]:
    """Have the extensions that this server offers and lets us have; name them."""
    for name in EXTENSIONS:
        try:
            with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
                cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {name}")
        except DatabaseError:
            continue  # not packaged here, or not ours to create: search does without
    return installed(connection)


def installed(connection: BaseDatabaseWrapper) -> set[str]:
    """Name those of our extensions that the database has; 1 query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension WHERE extname = ANY(%s)", [list(EXTENSIONS)])
        return {name for (name,) in cursor.fetchall()}


def lacking(connection: BaseDatabaseWrapper) -> list[str]:
    """Name what is missing; 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT to_regclass('search_document_vector') IS NULL, to_regproc('search_plain') IS NULL, "
            "NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = %s)",
            [CONFIGURATION],
        )
        missing = cursor.fetchone()
    names = ("search_document_vector", "search_plain", CONFIGURATION)
    return [name for name, gone in zip(names, missing, strict=True) if gone]


def _plain_function(unaccent: bool) -> str:  # noqa: FBT001  (the one choice there is)
    """Write the function that makes text plain; it is declared immutable, as a generated column demands."""
    spaced = f"translate($1, '{_SEPARATORS}', '{' ' * len(_SEPARATORS)}')"
    schema_free = f"public.unaccent('public.unaccent', {spaced})"
    plain = schema_free if unaccent else f"translate({spaced}, '{_ACCENTED}', '{_PLAIN}')"
    return (
        "CREATE OR REPLACE FUNCTION search_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT "
        f"AS $body$ SELECT {plain} $body$"
    )
