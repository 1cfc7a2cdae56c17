"""Real workers, killed, frozen and stopped in the middle of real tasks: done once more, once, and soon."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django_tasks_db.models import DBTaskResult

from cmkc.core.models import TaskLease
from cmkc.core.tasks import later
from tests.core import worker_tasks
from tests.core.worker_tasks import marks

LEASE = 3.0
SOON = 60.0  # an upper bound for a machine that is very busy; alone, each test takes some 5 to 15 s
MAIN = Path(__file__).parent / "worker_main.py"
ROOT = MAIN.parents[2]

pytestmark = pytest.mark.django_db(transaction=True)


def until(true, seconds=SOON):
    """Wait until something is true; give how long it took."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds, "waited too long"
        time.sleep(0.05)
    return time.monotonic() - began


@pytest.fixture
def workers(transactional_db, settings, tmp_path):
    """Starts workers on this test's database; whatever still runs is killed before the database is emptied."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}
    with connection.cursor() as cursor:
        cursor.execute(worker_tasks.TABLE)
    environment = os.environ | {
        "CMKC_TEST_SETTINGS": os.environ["DJANGO_SETTINGS_MODULE"],
        "CMKC_WORKER_DB": str(connection.settings_dict["NAME"]),
        "CMKC_WORKER_LEASE": str(LEASE),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
    }
    running, log = [], (tmp_path / "log").open("w")

    def start(*words):
        process = subprocess.Popen(
            [sys.executable, str(MAIN), "task_worker", *words], env=environment, cwd=ROOT, stdout=log, stderr=log
        )
        running.append(process)
        return process

    yield start
    for process in running:
        process.kill()
        process.wait()
    log.close()
    print((tmp_path / "log").read_text())  # noqa: T201  (pytest shows it when the test fails)
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE tests_mark")


def by_pid(processes, pid):
    return next(process for process in processes if process.pid == pid)


def status():
    return list(DBTaskResult.objects.values_list("status", flat=True))


def test_a_task_whose_worker_is_killed_is_done_by_another_exactly_once(workers):
    later("tests.slow", "work", 1.5)
    both = [workers(), workers()]
    until(lambda: marks("work", "begin"))
    killed = by_pid(both, marks("work", "begin")[0])
    killed.kill()
    took = until(lambda: status() == ["SUCCESSFUL"])  # with a lease of 18 s: 29 s, measured
    assert len(marks("work", "begin")) == 2
    assert marks("work", "end") == [next(one.pid for one in both if one is not killed)]
    assert TaskLease.objects.get().attempt == 2
    assert took < 15


def test_a_worker_that_is_told_to_stop_finishes_its_task_and_takes_no_other(workers):
    later("tests.slow", "first", 1.0)
    later("tests.slow", "second", 1.0)
    worker = workers()
    until(lambda: marks("first", "begin"))
    worker.terminate()
    assert worker.wait(SOON) == 0
    assert marks("first", "end") == [worker.pid]
    assert marks("second", "begin") == []
    assert sorted(status()) == ["READY", "SUCCESSFUL"]


def test_three_workers_share_tasks_and_none_is_done_twice(workers):
    for number in range(45):
        later("tests.quick", f"work {number}")
    three = [workers() for _ in range(3)]
    until(lambda: set(status()) == {"SUCCESSFUL"})
    doers = [marks(f"work {number}", "begin") for number in range(45)]
    assert all(len(pids) == 1 for pids in doers)
    assert doers == [marks(f"work {number}", "end") for number in range(45)]
    assert set(TaskLease.objects.values_list("attempt", "worker")) == {(1, "")}
    assert {pids[0] for pids in doers} <= {one.pid for one in three}


def test_a_frozen_worker_loses_its_task_and_ends_when_it_wakes(workers):
    later("tests.slow", "work", 1.5)
    both = [workers(), workers()]
    until(lambda: marks("work", "begin"))
    frozen = by_pid(both, marks("work", "begin")[0])
    frozen.send_signal(signal.SIGSTOP)
    until(lambda: len(marks("work", "begin")) == 2)
    frozen.send_signal(signal.SIGCONT)
    assert frozen.wait(SOON) != 0
    until(lambda: status() == ["SUCCESSFUL"])
    assert len(marks("work", "end")) == 1
    assert frozen.pid not in marks("work", "end")


def test_a_task_longer_than_its_lease_is_kept_by_its_worker(workers):
    later("tests.slow", "work", LEASE * 2)
    workers(), workers()
    until(lambda: status() == ["SUCCESSFUL"])
    assert len(marks("work", "begin")) == 1
    assert TaskLease.objects.get().attempt == 1


def test_a_task_that_kills_its_workers_fails_for_good_and_says_so(workers):
    later("tests.poison", "work")
    for _attempt in range(2):
        assert workers().wait(SOON) != 0
    worker = workers()  # it has no attempt left, and says so
    until(lambda: status() == ["FAILED"])
    assert len(set(marks("work", "begin"))) == 2
    assert DBTaskResult.objects.get().exception_class_path == "cmkc.core.leases.WorkerLostError"
    assert worker.poll() is None


def test_a_worker_takes_only_its_queue(workers):
    later("tests.quick", "work")
    later("tests.heavy_work", "heavy")
    worker = workers("--queue", "heavy")
    until(lambda: "SUCCESSFUL" in status())
    assert marks("heavy", "end") == [worker.pid]
    assert sorted(status()) == ["READY", "SUCCESSFUL"]


@pytest.mark.dialect("postgresql")  # a file does not hang up
def test_a_worker_outlives_its_connections(workers):
    later("tests.slow", "work", 2.0)
    worker = workers()
    until(lambda: marks("work", "begin"))
    time.sleep(1)  # by now its keeper has a connection too
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() "
            "AND datname = current_database()"
        )
        assert cursor.fetchone()[0] >= 2
    until(lambda: "SUCCESSFUL" in status())
    later("tests.quick", "after")
    until(lambda: marks("after", "end"))
    assert worker.poll() is None
    assert marks("after", "end") == [worker.pid]


def test_a_worker_without_a_queue_in_the_database_says_so(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with pytest.raises(CommandError, match="does not keep tasks in the database"):
        call_command("task_worker")
