"""Tasks that leave marks in a table, for tests that kill workers in the middle of them."""

import os
import signal
import time

from django.db import connection

from cmkc.core.tasks import task

TABLE = "CREATE TABLE IF NOT EXISTS tests_mark (work varchar(40), what varchar(10), pid integer, at double precision)"


def mark(work, what):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tests_mark VALUES (%s, %s, %s, %s)", [work, what, os.getpid(), time.monotonic()])


def marks(work, what):
    """The processes that left this mark, in order."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM tests_mark WHERE work = %s AND what = %s ORDER BY at", [work, what])
        return [row[0] for row in cursor.fetchall()]


@task("tests.slow")
def slow(work, seconds):
    mark(work, "begin")
    for _step in range(round(seconds / 0.02)):  # steps, not a moment: who was frozen has work left when it wakes
        time.sleep(0.02)
    mark(work, "end")


@task("tests.quick")
def quick(work):
    mark(work, "begin")
    time.sleep(0.01)
    mark(work, "end")


@task("tests.heavy_work", queue="heavy")
def heavy_work(work):
    mark(work, "end")


@task("tests.poison", attempts=2)
def poison(work):
    mark(work, "begin")
    os.kill(os.getpid(), signal.SIGKILL)


@task("tests.fails", attempts=3)
def fails(work, *, times):
    mark(work, "begin")
    if len(marks(work, "begin")) <= times:
        raise ValueError(f"not yet, {work}")
    mark(work, "end")
