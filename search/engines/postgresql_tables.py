"""What PostgreSQL needs for search: a configuration that keeps every word, plain text, vectors and their index.

The vectors stand in a table of their own, held level with the projection by triggers as SQLite's index is: a vector
beside the outbox columns would make each delivery write the whole of the document's entries into GIN anew, which takes
33 times as long (docs/decisions/0031). Letters lose their accents by `unaccent` where the extension may be had, else
by a table of Latin letters; `search_plain` hides which.
"""

from django.db import DatabaseError, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CONFIGURATION = "search_english"
CONTENT = "search_searchdocument"
VECTORS = "search_vector"
EXTENSIONS = ("unaccent", "pg_trgm")

_SEPARATORS = "-_/.,:@<>&\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}"
"""Signs that PostgreSQL's parser keeps inside a token (addresses, paths, numbers, tags); other engines split there."""
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖØÙÚÛÜÝ"
_PLAIN = "aaaaaaceeeeiiiinoooooouuuuyyAAAAAACEEEEIIIINOOOOOOUUUUY"
_WORDS = "asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part, hword_numpart"
_COLUMNS = ("title", "abbreviation", "summary", "body")


def _vector(row: str) -> str:
    """Write the vector of a row: title and abbreviation marked as A, and standing first."""
    title, abbreviation, summary, body = (f"{row}.{column}" for column in _COLUMNS)
    return (
        f"setweight(to_tsvector('{CONFIGURATION}', search_plain({title} || ' ' || {abbreviation})), 'A') || "
        f"to_tsvector('{CONFIGURATION}', search_plain({summary} || ' ' || {body}))"
    )


_CONFIGURE = f"""
DO $do$ BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = '{CONFIGURATION}') THEN
        CREATE TEXT SEARCH DICTIONARY search_stem (TEMPLATE = snowball, Language = english);
        CREATE TEXT SEARCH CONFIGURATION {CONFIGURATION} (COPY = pg_catalog.simple);
        ALTER TEXT SEARCH CONFIGURATION {CONFIGURATION} ALTER MAPPING FOR {_WORDS} WITH search_stem;
    END IF;
END $do$"""
_FREQUENCY = """
CREATE OR REPLACE FUNCTION search_frequency(vector tsvector, word tsquery, title_bonus double precision)
RETURNS double precision LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $body$
    SELECT round(1 / (1.6449341 - least(1.6448, 1.6449341 * ts_rank('{1,1,1,1}', vector, word))) - 0.5)
         + title_bonus * round(1 / (1.6449341 - least(1.6448, 1.6449341 * ts_rank('{0,0,0,1}', vector, word))) - 0.5)
$body$"""
"""How often one stem stands in a vector, those in the title counted again `title_bonus` times.

ts_rank of a single stem that stands n times is (1 + 1/4 + … + 1/n²) · 6/π², which gives n back exactly (up to some
thousands); it is four times as fast as unnesting the vector, and is used to count, never to rank.
"""
_TABLE = (
    f"CREATE TABLE IF NOT EXISTS {VECTORS} (document_id bigint PRIMARY KEY, vector tsvector NOT NULL) "
    "WITH (toast_tuple_target = 8160); "
    f"ALTER TABLE {VECTORS} ALTER COLUMN vector SET STORAGE EXTERNAL"
)
"""A question looks into a vector for each of its words, so vectors are not compressed, nor set apart where they fit."""
_FOLLOW = f"""
CREATE OR REPLACE FUNCTION search_follow() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        TRUNCATE {VECTORS};
    ELSIF TG_OP = 'DELETE' THEN
        DELETE FROM {VECTORS} WHERE document_id = OLD.id;
    ELSE
        INSERT INTO {VECTORS} (document_id, vector) VALUES (NEW.id, {_vector("NEW")})
        ON CONFLICT (document_id) DO UPDATE SET vector = EXCLUDED.vector;
    END IF;
    RETURN NULL;
END $body$"""
_CHANGED = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in _COLUMNS)
TRIGGERS = {
    "search_vector_insert": "AFTER INSERT ON {content} FOR EACH ROW",
    "search_vector_update": f"AFTER UPDATE OF {', '.join(_COLUMNS)} ON {{content}} FOR EACH ROW WHEN ({_CHANGED})",
    "search_vector_delete": "AFTER DELETE ON {content} FOR EACH ROW",
    "search_vector_truncate": "AFTER TRUNCATE ON {content} FOR EACH STATEMENT",
}
FILL = (
    f"INSERT INTO {VECTORS} (document_id, vector) SELECT d.id, {_vector('d')} FROM {CONTENT} d "
    f"ON CONFLICT (document_id) DO UPDATE SET vector = EXCLUDED.vector "
    f"WHERE {VECTORS}.vector IS DISTINCT FROM EXCLUDED.vector"
)
_NOT_LEVEL = (
    f"SELECT count(*) FROM {CONTENT} d FULL JOIN {VECTORS} v ON v.document_id = d.id "
    f"WHERE d.id IS NULL OR v.vector IS DISTINCT FROM ({_vector('d')})"
)


def ensure(connection: BaseDatabaseWrapper) -> list[str]:
    """Make what is missing, compute every vector anew when anything was, and name it; nothing when all stands."""
    names = lacking(connection)
    if not names:
        return []
    available = probe(connection)
    with connection.cursor() as cursor:
        for statement in (_plain_function(unaccent="unaccent" in available), _CONFIGURE, _FREQUENCY):
            cursor.execute(statement)
        cursor.execute(_TABLE)
        cursor.execute(f"CREATE INDEX IF NOT EXISTS {VECTORS}_words ON {VECTORS} USING gin (vector)")
        cursor.execute(_FOLLOW)
        for name, when in TRIGGERS.items():
            event = when.format(content=CONTENT)
            cursor.execute(f"CREATE OR REPLACE TRIGGER {name} {event} EXECUTE FUNCTION search_follow()")
    fill(connection)
    return names


def fill(connection: BaseDatabaseWrapper) -> None:
    """Compute every vector anew; some seconds for 100,000 documents."""
    with connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.execute(f"DELETE FROM {VECTORS} WHERE document_id NOT IN (SELECT id FROM {CONTENT})")


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take everything away but the extensions, which others may use."""
    with connection.cursor() as cursor:
        for name in TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {CONTENT}")
        cursor.execute(f"DROP TABLE IF EXISTS {VECTORS}")
        for signature in ("follow()", "frequency(tsvector, tsquery, double precision)", "plain(text)"):
            cursor.execute(f"DROP FUNCTION IF EXISTS search_{signature}")
        cursor.execute(f"DROP TEXT SEARCH CONFIGURATION IF EXISTS {CONFIGURATION}")
        cursor.execute("DROP TEXT SEARCH DICTIONARY IF EXISTS search_stem")


def broken(connection: BaseDatabaseWrapper) -> str:
    """Compare every vector with its texts; says how many differ, "" when none does."""
    with connection.cursor() as cursor:
        cursor.execute(_NOT_LEVEL)
        (number,) = cursor.fetchone()
    return f"{number} vectors are not level with their texts" if number else ""


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
    """Name what is missing or switched off; 1 query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND tgenabled IN ('O', 'A') "
            "UNION ALL SELECT proname FROM pg_proc WHERE proname IN ('search_plain', 'search_frequency') "
            "UNION ALL SELECT cfgname FROM pg_ts_config WHERE cfgname = %s "
            "UNION ALL SELECT relname FROM pg_class WHERE oid = to_regclass(%s)",
            [CONTENT, CONFIGURATION, f"{VECTORS}_words"],
        )
        standing = {name for (name,) in cursor.fetchall()}
    wanted = ["search_plain", "search_frequency", CONFIGURATION, f"{VECTORS}_words", *TRIGGERS]
    return [name for name in wanted if name not in standing]


def _plain_function(*, unaccent: bool) -> str:
    """Write the function that makes text plain; it is declared immutable, since its table of letters never changes."""
    spaced = f"translate($1, '{_SEPARATORS}', '{' ' * len(_SEPARATORS)}')"
    plain = f"translate({spaced}, '{_ACCENTED}', '{_PLAIN}')"
    if unaccent:
        plain = f"public.unaccent('public.unaccent', {spaced})"
    return (
        "CREATE OR REPLACE FUNCTION search_plain(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT "
        f"AS $body$ SELECT {plain} $body$"
    )
