import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.models import F

from search.engines.base import Request
from search.engines.choice import engine
from search.models import SearchDocument, SearchIndex
from search.query import parse
from search.worker import CHORES_EVERY, LONGEST_WAIT, POLL_SECONDS, Worker
from tests.proofs import full_size
from tests.search.conftest import level
from tests.search.index import in_index, versions_in_index
from tests.search.proxy import Door

PUBLIC = frozenset({"public"})


def pending():
    return SearchDocument.objects.filter(version__gt=F("sent_version")).count()


def titles():
    return dict(SearchDocument.objects.filter(deleted=False).values_list("uid", "title"))


@pytest.fixture
def door(elasticsearch, settings):
    """A way to Elasticsearch that can be shut."""
    made = Door(settings.ELASTICSEARCH_URL)
    settings.ELASTICSEARCH_URL = made.url
    made.open()
    yield made
    made.shut()


@pytest.mark.django_db
@pytest.mark.elasticsearch
def test_a_worker_begins_an_index_fills_it_and_then_polls(world, document, elasticsearch):
    world.put(document("Feeder"))
    worker = Worker(elasticsearch)
    assert worker.step() == 0.0
    assert worker.step() == POLL_SECONDS
    assert in_index() == titles()
    world.put(document("Blender"))
    assert worker.step() == 0.0
    assert worker.step() == POLL_SECONDS <= 1
    assert in_index() == titles()


@pytest.mark.django_db
@pytest.mark.elasticsearch
def test_elasticsearch_may_stop_and_come_back_and_nothing_is_lost(world, document, elasticsearch, door):
    thing = world.put(document("Feeder"))
    level(elasticsearch)
    worker = Worker(elasticsearch)
    worker.step()
    door.shut()
    began = time.monotonic()
    world.say(thing, document("Blender"))
    world.put(document("Dryer feeder"))
    assert time.monotonic() - began < 1  # saving asks nothing of Elasticsearch
    waits = [worker.step() for _ in range(6)]
    assert min(waits) > 0
    assert max(waits) <= LONGEST_WAIT
    assert pending() == 2
    for _ in range(3):  # readers are answered meanwhile, from the newest state
        answer = engine().search(Request(PUBLIC, parse("feeder")))
        assert answer.degraded
        assert [hit.title for hit in answer.hits] == ["Dryer feeder"]
    door.open()
    assert worker.step() == 0.0
    assert pending() == 0
    assert in_index() == titles()


@pytest.mark.django_db
def test_without_elasticsearch_a_worker_only_does_chores(world, document, django_assert_max_num_queries):
    world.put(document("Feeder"))
    worker = Worker(None)
    assert worker.step() == CHORES_EVERY
    with django_assert_max_num_queries(0):
        assert worker.step() == CHORES_EVERY


@pytest.mark.django_db
def test_a_worker_outlives_a_database_that_is_away(monkeypatch):
    worker = Worker(None)
    steps = []

    def step():
        steps.append(1)
        if len(steps) == 2:
            worker.stop()
            return 0.0
        raise DatabaseError("away")

    monkeypatch.setattr(worker, "step", step)
    monkeypatch.setattr("search.worker.LONGEST_WAIT", 0.01)
    monkeypatch.setattr("search.worker.connection.close", lambda: None)
    worker.run()
    assert len(steps) == 2


@pytest.mark.django_db
@pytest.mark.elasticsearch
def test_one_round_is_enough_for_a_script(world, document, elasticsearch):
    world.put(document("Feeder"))
    call_command("search_worker", once=True)
    assert in_index() == titles()


def database_url():
    kept = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{kept['NAME']}"
    return f"postgres://{kept['USER']}:{kept['PASSWORD']}@{kept['HOST']}:{kept['PORT']}/{kept['NAME']}"


@contextmanager
def worker_process(settings):
    """A worker in a process of its own."""
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "CMKC_TEST_ELASTICSEARCH": settings.ELASTICSEARCH_URL,
        "CMKC_TEST_SETTINGS": os.environ.get("DJANGO_SETTINGS_MODULE", django_settings.SETTINGS_MODULE),
        "CMKC_TEST_PREFIX": settings.ELASTICSEARCH_INDEX_PREFIX,
        "DJANGO_SETTINGS_MODULE": "tests.search.worker_settings",
    }
    process = subprocess.Popen([sys.executable, "manage.py", "search_worker"], env=environment, cwd=settings.BASE_DIR)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(answers, seconds=40):
    deadline = time.monotonic() + seconds
    while not answers():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@pytest.mark.proof
@pytest.mark.elasticsearch
@pytest.mark.django_db(transaction=True)
def test_a_worker_process_killed_at_random_points_loses_nothing(world, document, elasticsearch, settings):
    draw = random.Random(3)
    things = []

    def write(turn):
        if things and draw.random() < 0.2:
            things.pop(draw.randrange(len(things))).delete()
        elif things and draw.random() < 0.5:
            world.say(draw.choice(things), document(f"T{turn}"))
        else:
            things.append(world.put(document(f"T{turn}")))

    for life in range(full_size(50) + 1):
        with worker_process(settings) as process:
            wait_until(SearchIndex.objects.exists)
            for turn in range(full_size(200)):
                write(f"{life} {turn}")
                time.sleep(draw.random() * 0.1)
            process.send_signal(signal.SIGKILL)
    with worker_process(settings) as process:
        wait_until(lambda: pending() == 0 and SearchIndex.objects.live())
        assert in_index() == titles()
        assert versions_in_index() == dict(SearchDocument.objects.filter(deleted=False).values_list("uid", "version"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0
