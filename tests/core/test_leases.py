"""One holder at a time, retries that wait, and nothing taken from a worker that is only late by no fault of its own."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import task_backends
from django_tasks_db.models import DBTaskResult

from cmkc.core import leases
from cmkc.core.leases import Reaper, claim
from cmkc.core.models import TaskLease
from cmkc.core.tasks import later, run_named
from cmkc.core.worker import Worker
from tests.core import worker_tasks
from tests.core.worker_tasks import marks

BOTH = ("default", "heavy")

pytestmark = pytest.mark.django_db
several_connections = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def in_database(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": list(BOTH)}}
    settings.TASK_LEASE_SECONDS = 20


@pytest.fixture
def table(db):
    with connection.cursor() as cursor:
        cursor.execute(worker_tasks.TABLE)
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tests_mark")


def row():
    return DBTaskResult.objects.get()


def expire(held):
    TaskLease.objects.filter(result=held.result.pk).update(expires_at=Now() - timedelta(seconds=1))


def make_ready():
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(seconds=1))


def test_an_empty_queue_costs_one_query_and_takes_no_write_lock():
    with CaptureQueriesContext(connection) as queries:
        assert claim("one", BOTH) is None
    assert [query["sql"][:6] for query in queries] == ["SELECT"]


def test_a_task_is_claimed_once():
    later("tests.quick", "work")
    held = claim("one", BOTH)
    assert (held.name, held.worker, held.attempt) == ("tests.quick", "one", 1)
    assert claim("two", BOTH) is None
    assert (row().status, row().worker_ids) == ("RUNNING", ["one"])
    assert TaskLease.objects.get().expires_at > timezone.now() + timedelta(seconds=15)


@several_connections
def test_many_who_claim_at_once_get_different_tasks():
    for number in range(12):
        later("tests.quick", number)
    got, barrier = [], threading.Barrier(4)

    def take(name):
        barrier.wait(5)
        while held := claim(name, BOTH):
            got.append(held.result.pk)
        connections.close_all()

    threads = [threading.Thread(target=take, args=[f"worker {number}"]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    while held := claim("last", BOTH):  # a claim may miss a row that another one locks; nobody loses it
        got.append(held.result.pk)
    assert len(got) == len(set(got)) == 12


def test_a_finished_task_gives_its_lease_back():
    later("tests.quick", "work")
    held = claim("one", BOTH)
    assert leases.succeed(held)
    assert row().status == "SUCCESSFUL"
    assert TaskLease.objects.get().worker == ""
    assert not leases.renew(held)
    assert not leases.succeed(held)


def test_a_failed_task_waits_longer_each_time_and_then_fails_for_good():
    later("tests.fails", "work", times=9)
    waits = []
    for attempt in (1, 2):
        held = claim("one", BOTH)
        assert held.attempt == attempt
        assert leases.fail(held, ValueError("no"))
        waits.append((row().run_after - timezone.now()).total_seconds())
        assert row().status == "READY"
        assert row().exception_class_path == "builtins.ValueError"
        assert claim("one", BOTH) is None
        make_ready()
    assert 0.5 < waits[0] <= 3
    assert 1.5 < waits[1] <= 6
    assert leases.fail(claim("one", BOTH), ValueError("never"))
    assert (row().status, row().finished_at is None) == ("FAILED", False)
    assert "never" in row().traceback


def test_waits_double_spread_and_end_at_five_minutes():
    spread = {leases.wait_before(3) for _ in range(20)}
    assert len(spread) > 10
    assert all(timedelta(seconds=4) <= wait <= timedelta(seconds=12) for wait in spread)
    assert leases.wait_before(500) <= timedelta(seconds=leases.LONGEST_WAIT * 1.5)


def test_a_task_that_is_late_once_is_kept_and_late_twice_is_taken_back():
    later("tests.quick", "work")
    held, reaper = claim("one", BOTH), Reaper()
    assert reaper.pass_once() == []
    expire(held)
    assert reaper.pass_once() == []
    assert row().status == "RUNNING"
    assert reaper.pass_once() == ["tests.quick"]
    assert row().status == "READY"
    again = claim("two", BOTH)
    assert again.attempt == 2
    assert not leases.succeed(held)  # the first worker wakes: it has no say any more
    assert not leases.fail(held, ValueError("no"))
    assert row().status == "RUNNING"
    assert leases.succeed(again)


def test_a_worker_that_renews_between_two_looks_keeps_its_task():
    later("tests.quick", "work")
    held, reaper = claim("one", BOTH), Reaper()
    expire(held)
    assert reaper.pass_once() == []
    assert leases.renew(held)
    assert reaper.pass_once() == []
    expire(held)
    assert reaper.pass_once() == []  # late again, but anew
    assert leases.succeed(held)


def test_a_task_whose_workers_die_each_time_fails_for_good():
    later("tests.poison", "work")
    for _attempt in range(2):
        expire(claim("one", BOTH))
        reaper = Reaper()
        reaper.pass_once()
        reaper.pass_once()
    assert row().status == "FAILED"
    assert "worker one did not renew its lease" in row().traceback


def test_of_two_reapers_one_takes_a_task_back():
    later("tests.quick", "work")
    expire(claim("one", BOTH))
    reapers = [Reaper(), Reaper()]
    for reaper in reapers:
        reaper.pass_once()
    assert [reaper.pass_once() for reaper in reapers] == [["tests.quick"], []]


def test_a_lease_whose_task_was_pruned_is_let_go():
    later("tests.quick", "work")
    held, reaper = claim("one", BOTH), Reaper()
    DBTaskResult.objects.all().delete()
    expire(held)
    reaper.pass_once()
    reaper.pass_once()
    assert TaskLease.objects.get().worker == ""


def test_a_worker_of_one_queue_leaves_the_other_alone():
    later("tests.quick", "work")
    assert claim("one", ["heavy"]) is None
    assert claim("one", ["default"])


def test_how_long_the_queue_has_waited_is_known():
    assert leases.waiting_since() is None
    later("tests.quick", "work")
    assert timezone.now() - leases.waiting_since() < timedelta(seconds=5)
    assert leases.waiting_since("heavy") is None
    claim("one", BOTH)
    assert leases.waiting_since() is None


# --- A worker in this process -----------------------------------------------------------------------------------------


def test_a_worker_tries_a_failing_task_again_until_it_is_done(table, caplog):
    later("tests.fails", "work", times=2)
    worker = Worker(BOTH)
    for _attempt in range(3):
        assert worker.work_once()
        make_ready()
    assert not worker.work_once()
    assert len(marks("work", "begin")) == 3
    assert len(marks("work", "end")) == 1
    assert (row().status, row().traceback) == ("SUCCESSFUL", "")
    assert "task tests.fails failed at attempt 2" in caplog.text


def test_a_task_whose_name_is_gone_fails_visibly():
    run_named.enqueue("tests.removed", [], {})
    assert Worker(BOTH).work_once()
    assert (row().status, row().exception_class_path) == ("READY", "builtins.KeyError")


def test_tasks_of_others_run_too(tmp_path):
    """Wagtail's own tasks stand in the same queue under the path of their function."""
    from wagtail.tasks import delete_file_from_storage_task

    storage = ["django.core.files.storage.FileSystemStorage", [], {"location": str(tmp_path)}]
    delete_file_from_storage_task.enqueue(storage, "there-is-no-such-file.txt")
    assert Worker(BOTH).work_once()
    assert row().status == "SUCCESSFUL"


@several_connections
def test_the_end_of_a_task_is_written_though_the_connection_broke(monkeypatch, table):
    later("tests.quick", "work")
    ends, succeed = [], leases.succeed

    def hang_up_once(held):
        ends.append(held)
        if len(ends) == 1:
            connection.close()
            from django.db import OperationalError

            raise OperationalError("the server closed the connection")
        return succeed(held)

    monkeypatch.setattr(leases, "succeed", hang_up_once)
    assert Worker(BOTH).work_once()
    assert len(ends) == 2
    assert row().status == "SUCCESSFUL"


@several_connections
def test_a_task_longer_than_the_lease_of_a_worker_in_another_thread_is_renewed(table, settings):
    settings.TASK_LEASE_SECONDS = 1
    later("tests.slow", "work", 2.0)
    worker, reaper, stolen = Worker(BOTH), Reaper(), []
    worker.keeper.start()
    thread = threading.Thread(target=lambda: (worker.work_once(), connections.close_all()))
    thread.start()
    while thread.is_alive():
        stolen += reaper.pass_once()
        time.sleep(0.25)
    worker.keeper.ended.set()
    worker.keeper.join(5)
    assert stolen == []
    assert row().status == "SUCCESSFUL"
    assert task_backends["default"].alias == "default"
