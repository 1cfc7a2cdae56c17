"""Many at once, and who was told of what: for the tests of bookings."""

import threading

import pytest
from django.db import connections
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult


def told(kind):
    """Who was told of this kind of event, in order."""
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True)
    kept = getattr(default_task_backend, "results", [])
    started = [*(tuple(one.args) for one in kept), *(row["args"] for row in rows)]
    events = [kwargs["event"] for name, _args, kwargs in started if name == "notices.tell"]
    return [user for event in events if event["kind"] == kind for user in event["to"]]


@pytest.fixture
def kept_tasks(settings):
    """Tasks stand in the database: the one of the tests has a queue for each thread."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}


def at_once(number, work, given):
    """Run `work` on each of `given` in this many threads that begin together; give what failed."""
    left, failed, barrier, lock = iter(given), [], threading.Barrier(number), threading.Lock()

    def run():
        barrier.wait(30)
        try:
            while True:
                with lock:
                    one = next(left, None)
                if one is None:
                    return
                work(one)
        except Exception as error:  # noqa: BLE001  (shown by the assertion of the caller)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return failed
