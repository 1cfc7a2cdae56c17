"""Tokens are taken once however many race, come back evenly, and are the same on each kind of store."""

import logging
import sqlite3
import threading
import time
from contextlib import closing

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as trial
from hypothesis import strategies as st

from cmkc.core.buckets import PATIENCE, Draught, take
from cmkc.core.models import Bucket
from cmkc.core.shared_cache import SharedCache
from tools.processes import free_port

NOW = 1_800_000_000.25
SIZE = 60.0
THREADS, EACH = 8, 12


@pytest.fixture(autouse=True)
def asked_at_once(monkeypatch):
    """A server that was down in an earlier test is not left alone in the next one."""
    monkeypatch.setattr(SharedCache, "quiet_until", 0.0)


def use_redis(settings, address):
    settings.CACHES = {"default": {"BACKEND": "cmkc.core.shared_cache.SharedCache", "LOCATION": address}}
    settings.SHARED_CACHE = True


@pytest.fixture(params=["database", "redis"])
def store(request, settings):
    """Each place where buckets may stand."""
    if request.param == "redis":
        use_redis(settings, request.getfixturevalue("redis_url"))
        cache.clear()
    return request.param


def draught(key="a", *, after=0.0, charge=10.0, size=SIZE, urgent=False):
    return Draught(key, NOW + after, charge, size, urgent)


@pytest.mark.django_db
def test_a_bucket_gives_what_it_holds_and_says_how_long_to_wait(store):
    assert [take(draught()) for _ in range(6)] == [0] * 6
    assert take(draught()) == pytest.approx(10, abs=0.01)
    assert take(draught(after=4)) == pytest.approx(6, abs=0.01)
    assert take(draught(after=10.5)) == 0
    assert take(draught(after=10.5)) == pytest.approx(9.5, abs=0.01)
    assert take(draught("b")) == 0
    assert take(draught("a", after=3600, charge=60)) == 0


class Plain:
    """The rule in other words: tokens drip into a bucket and are taken out."""

    def __init__(self):
        self.level, self.seen = SIZE, 0.0

    def take(self, at, charge):
        self.level, self.seen = min(SIZE, self.level + at - self.seen), at
        if charge > self.level:
            return charge - self.level
        self.level -= charge
        return 0


# Whole seconds: the rule allows a thousandth of one for rounding, so that no step comes near to it.
steps = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 60)), max_size=30)


@pytest.mark.django_db
@trial(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps)
def test_it_is_a_bucket_into_which_tokens_drip(store, steps):
    Bucket.objects.all().delete()
    cache.clear()
    plain, at = Plain(), 0.0
    for wait, charge in steps:
        at += wait
        expected = plain.take(at, charge)
        assert take(draught(after=at, charge=float(charge))) == pytest.approx(expected, abs=0.01)


@pytest.mark.django_db(transaction=True)
def test_of_those_who_race_as_many_pass_as_there_are_tokens(store):
    passed, barrier = [], threading.Barrier(THREADS)

    def run():
        barrier.wait(10)
        passed.extend([take(draught(charge=1, size=20)) == 0 for _ in range(EACH)])
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(passed) == THREADS * EACH
    assert passed.count(True) == 20


@pytest.mark.django_db
def test_it_costs_one_operation_and_two_when_refused(settings):
    with CaptureQueriesContext(connection) as queries:
        take(draught(charge=60))
    assert len(queries) == 1
    with CaptureQueriesContext(connection) as queries:
        assert take(draught(charge=60))
    assert len(queries) == 2


@pytest.mark.django_db
def test_redis_keeps_a_bucket_only_until_it_is_full_again(settings, redis_url):
    use_redis(settings, redis_url)
    with CaptureQueriesContext(connection) as queries:
        take(draught("brief", charge=5))
    client = cache._cache.get_client(write=True)
    (key,) = [key for key in client.scan_iter() if b"limit:brief" in key]
    assert len(queries) == 0
    assert 0 < client.pttl(key) <= 5000
    cache.clear()


@pytest.mark.django_db
def test_a_cache_that_is_down_is_replaced_by_the_database(settings, caplog):
    use_redis(settings, f"redis://127.0.0.1:{free_port()}/0")
    with caplog.at_level(logging.WARNING, "cmkc.core"):
        assert [take(draught(charge=30)) == 0 for _ in range(3)] == [True, True, False]
    assert "does not answer" in caplog.text
    assert Bucket.objects.count() == 1
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.mark.dialect("sqlite")
@pytest.mark.django_db(transaction=True)
def test_a_read_is_not_kept_waiting_by_a_long_write(caplog):
    take(draught())
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        started = time.monotonic()
        with caplog.at_level(logging.WARNING, "cmkc.core"):
            assert take(draught(urgent=True)) == 0
        assert time.monotonic() - started < 20 * PATIENCE / 1000
        other.execute("ROLLBACK")
    assert "not counted" in caplog.text
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone() == (20_000,)
