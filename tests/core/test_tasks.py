"""A task is started by its name, in the transaction of what it is about, and never without it."""

import json
import threading

import pytest
from django.db import connections, transaction
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult

from cmkc.core import tasks
from cmkc.core.models import Subject
from cmkc.core.tasks import later, registry, task
from tests.core import worker_tasks  # noqa: F401  (declares the tasks used here)
from tests.tasks import forget, queued, run_queued

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}


@pytest.fixture
def in_database(settings):
    settings.TASKS = DATABASE


@pytest.fixture
def declared():
    """Forgets the tasks that a test declares."""
    before = dict(registry._entries)
    yield
    registry._entries.clear()
    registry._entries.update(before)


ran: list[object] = []


def test_a_task_stays_an_ordinary_function(declared):
    @task("tests.ordinary")
    def add(one, two):
        return one + two

    assert add(1, 2) == 3
    assert registry["tests.ordinary"].run is add
    assert (registry["tests.ordinary"].queue, registry["tests.ordinary"].attempts) == ("default", tasks.ATTEMPTS)


def test_a_name_is_given_once(declared):
    task("tests.once")(lambda: None)
    with pytest.raises(ValueError, match=r"tests\.once is registered already"):
        task("tests.once")(lambda: None)


@pytest.mark.parametrize("wrong", [{"queue": "fast"}, {"attempts": 0}])
def test_a_queue_that_nobody_works_on_is_refused(wrong):
    with pytest.raises(ValueError, match=r"tests\.wrong"):
        task("tests.wrong", **wrong)


def test_an_unknown_name_is_an_error_where_it_is_said():
    with pytest.raises(LookupError, match=r"no task is called 'forum\.tell_everybody'"):
        later("forum.tell_everybody", 1)


@pytest.mark.django_db
def test_an_object_is_no_argument(in_database):
    with pytest.raises(TypeError):
        later("tests.quick", Subject(slug="a"))
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_the_row_holds_the_name_and_the_queue(in_database, declared):
    task("tests.heavy", queue="heavy")(print)
    result = later("tests.heavy", 1, "two", three=[3])
    row = DBTaskResult.objects.get(pk=result.id)
    assert row.args_kwargs == {"args": ["tests.heavy", [1, "two"], {"three": [3]}], "kwargs": {}}
    assert (row.queue_name, row.status) == ("heavy", "READY")


@pytest.mark.django_db(transaction=True)
def test_a_task_is_undone_with_its_transaction(in_database):
    with transaction.atomic():
        later("tests.quick", "work")
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_nobody_sees_a_task_before_the_commit(in_database):
    seen = []

    def look():
        seen.append(DBTaskResult.objects.count())
        connections.close_all()

    with transaction.atomic():
        later("tests.quick", "work")
        thread = threading.Thread(target=look)
        thread.start()
        thread.join(10)
    look()
    assert seen == [0, 1]


def test_on_the_dummy_backend_a_test_sees_what_was_started_and_can_run_it(declared):
    forget()

    @task("tests.first")
    def first(number):
        ran.append(number)
        later("tests.second", word="two")

    @task("tests.second")
    def second(*, word):
        ran.append(word)

    ran.clear()
    later("tests.first", 1)
    assert queued() == [("tests.first", [1], {})]
    assert run_queued() == ["tests.first", "tests.second"]
    assert ran == [1, "two"]
    assert default_task_backend.results == []


def test_every_argument_of_a_queued_task_is_json():
    forget()
    later("tests.quick", "work")
    assert json.dumps(queued())
    forget()
