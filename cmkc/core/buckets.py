"""Where the buckets of cmkc.core.limits stand, and how a token is taken: one atomic operation, whoever races.

A bucket is kept as the moment when it will be full again (the generic cell rate algorithm): taking tokens moves that
moment away by the time in which they come back, and is refused when it would lie further away than a whole bucket.
With a shared cache (Redis, Valkey) a script on its server does that; else one INSERT … ON CONFLICT of the database,
which all processes share. A cache that does not answer is replaced by the database.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import OperationalError, connection

from cmkc.core.models import Bucket

log = logging.getLogger("cmkc.core")

PATIENCE = 250
"""Milliseconds that a read waits for SQLite's one writer before it goes on without being counted."""
ROUNDING = 1e-3
"""Seconds by which a whole bucket may be overdrawn: sums of fractions of a second are not exact."""

_TAKE = """
INSERT INTO core_bucket (key, full_at) VALUES (%(key)s, %(now)s + %(charge)s)
ON CONFLICT (key) DO UPDATE SET full_at = {later}(core_bucket.full_at, %(now)s) + %(charge)s
WHERE {later}(core_bucket.full_at, %(now)s) + %(charge)s <= %(now)s + %(size)s
RETURNING full_at
"""
_LATER = {"sqlite": "MAX", "postgresql": "GREATEST"}
_SCRIPT = """
local full_at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1])) + tonumber(ARGV[2])
local wait = full_at - tonumber(ARGV[1]) - tonumber(ARGV[3])
if wait > 0 then return string.format('%.6f', wait) end
redis.call('SET', KEYS[1], string.format('%.6f', full_at), 'PX', math.ceil((full_at - tonumber(ARGV[1])) * 1000))
return '0'
"""


@dataclass(frozen=True)
class Draught:
    """What somebody takes from a bucket, all in seconds: the tokens as the time in which they come back."""

    key: str
    now: float
    charge: float
    size: float
    urgent: bool = False


def take(draught: Draught) -> float:
    """Take the tokens and give 0, or give the seconds to wait and take nothing; 1 operation, 2 when refused.

    An `urgent` one, on SQLite, waits PATIENCE for the database's writer and is then let through uncounted.
    """
    if settings.SHARED_CACHE:
        waiting = _from_cache(draught)
        if waiting is not None:
            return waiting
    if not draught.urgent or connection.vendor != "sqlite" or connection.in_atomic_block:
        return _from_database(draught)
    try:
        with _impatient():
            return _from_database(draught)
    except OperationalError:
        log.warning("a rate limit was not counted: the database is busy")
        return 0


def _from_database(draught: Draught) -> float:
    """Take from the database: one statement, so that of two who race the second sees what the first left."""
    asked: dict[str, str | float] = {
        "key": draught.key,
        "now": draught.now,
        "charge": draught.charge,
        "size": draught.size + ROUNDING,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE.format(later=_LATER[connection.vendor]), asked)
        if cursor.fetchone():
            return 0
    full_at = Bucket.objects.filter(key=draught.key).values_list("full_at", flat=True).first() or draught.now
    return max(full_at + draught.charge - draught.size - draught.now, ROUNDING)


@contextmanager
def _impatient() -> Iterator[None]:
    """Let SQLite wait a short while for a lock; said to the driver itself, since it reads and writes nothing."""
    connection.ensure_connection()
    raw: Any = connection.connection
    raw.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {1000 * connection.settings_dict['OPTIONS'].get('timeout', 5)}")


def _from_cache(draught: Draught) -> float | None:
    """Take from Redis or Valkey by a script, which runs alone there; None when it does not answer."""
    times = (repr(draught.now), repr(draught.charge), repr(draught.size + ROUNDING))
    # What Django's cache offers (get, then set) could be raced.
    wait = cache.run(_SCRIPT, f"limit:{draught.key}", *times)  # type: ignore[attr-defined]  # cmkc.core.shared_cache
    if wait is None:
        log.warning("rate limits are counted in the database while the shared cache does not answer")
        return None
    return float(wait)
