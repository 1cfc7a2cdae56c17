"""Which worker holds which task until when: claim, renew, finish, retry, and take back from the dead.

django-tasks-db marks a task as running and leaves it so for ever when its worker is killed. Here a running task has a
TaskLease that its worker renews. Times of leases are the database's clock, so that workers' clocks may differ.

A lease is taken back only when the same reaper saw it expired twice, some seconds apart, each time with the right to
write: whoever was kept from renewing only because the database was down or locked renews in between.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from traceback import format_exception
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cmkc.core.models import TaskLease
from cmkc.core.tasks import ATTEMPTS, registry, run_named

LONGEST_WAIT = 300
"""Seconds; the most that a retry waits, before jitter."""
LONGEST_TRACEBACK = 20_000


class WorkerLostError(Exception):
    """The worker that ran the task was killed or could not be reached for longer than its lease."""


@dataclass(frozen=True)
class Held:
    """One attempt at a task by one worker."""

    result: DBTaskResult
    worker: str
    attempt: int

    @property
    def name(self) -> str:
        """The task's name, or its path when it is somebody else's task."""
        return name_of(self.result)


def seconds() -> float:
    """How long a lease lasts; a worker renews it four times as often."""
    return float(settings.TASK_LEASE_SECONDS)


def name_of(result: DBTaskResult) -> str:
    """Give the name of a task of ours, the path of another one."""
    if result.task_path == run_named.module_path:
        return str(result.args_kwargs["args"][0])
    return str(result.task_path)


def claim(worker: str, queues: Collection[str], *, backend: str = "default") -> Held | None:
    """Take the next task for a worker, or None; 1 query when nothing waits, else 4 in one transaction.

    Two workers never get the same one: PostgreSQL skips rows that another locks, SQLite lets one write at a time, and
    either way the row must still be ready when it is marked.
    """
    ready = DBTaskResult.objects.ready().filter(backend_name=backend, queue_name__in=queues)
    if not ready.exists():
        return None
    with transaction.atomic():
        result = ready.select_for_update(skip_locked=True).first()
        if result is None:
            return None
        result.worker_ids = [*result.worker_ids, worker]
        marked = DBTaskResult.objects.filter(pk=result.pk, status=TaskResultStatus.READY).update(
            status=TaskResultStatus.RUNNING, started_at=timezone.now(), worker_ids=result.worker_ids
        )
        if not marked:
            return None
        lease, _made = TaskLease.objects.get_or_create(result=result.pk)
        TaskLease.objects.filter(pk=lease.pk).update(worker=worker, attempt=F("attempt") + 1, expires_at=_expiry())
        result.status = TaskResultStatus.RUNNING
        return Held(result, worker, lease.attempt + 1)


def renew(held: Held) -> bool:
    """Keep a task for another lease; False when it isn't ours any more."""
    return TaskLease.objects.filter(**_key(held)).update(expires_at=_expiry()) == 1


def succeed(held: Held) -> bool:
    """Mark a task as done; False, and nothing changed, when it isn't ours any more."""
    return _end(
        held, status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now(), exception_class_path="", traceback=""
    )


def fail(held: Held, error: BaseException) -> bool:
    """Let a task be tried again after a while, or mark it as failed after its last attempt; False when not ours."""
    return _end(held, **_after(error, held.result, held.attempt))


def attempts_of(result: DBTaskResult) -> int:
    """How often this task may be tried."""
    named = registry.get(name_of(result))
    return named.attempts if named else ATTEMPTS


def wait_before(attempt: int) -> timedelta:
    """How long to wait after the failed attempt of this number: twice as long each time, give or take a half."""
    whole = min(LONGEST_WAIT, 2 ** min(attempt, 20))
    return timedelta(seconds=whole * random.uniform(0.5, 1.5))  # noqa: S311  (spreads retries, keeps no secret)


def waiting_since(queue: str = "") -> datetime | None:
    """When the longest waiting task that could run now was put into the queue; None when nothing waits. 1 query."""
    ready = DBTaskResult.objects.ready()
    if queue:
        ready = ready.filter(queue_name=queue)
    oldest: datetime | None = ready.order_by("enqueued_at").values_list("enqueued_at", flat=True).first()
    return oldest


@dataclass
class Reaper:
    """Takes tasks back whose workers are gone; remembers whom it saw late the last time."""

    late: set[tuple[Any, ...]] = field(default_factory=set)

    def pass_once(self) -> list[str]:
        """Give back what was late at the last pass too, and name it; 1 query when nobody is late.

        To be called every quarter of a lease: a dead worker's task is ready again within one and a half leases.
        """
        if not _late().exists():
            self.late = set()
            return []
        with transaction.atomic():  # on SQLite nobody else writes from here on, so nobody's renewal is under way
            now_late = list(_late().select_for_update(skip_locked=True))
            taken = [lease for lease in now_late if _identity(lease) in self.late]
            names = [_take_back(lease) for lease in taken]
        self.late = {_identity(lease) for lease in now_late if lease not in taken}
        return names


def _late() -> Any:
    return TaskLease.objects.exclude(worker="").filter(expires_at__lt=Now())


def _identity(lease: TaskLease) -> tuple[Any, ...]:
    return lease.pk, lease.worker, lease.attempt, lease.expires_at


def _take_back(lease: TaskLease) -> str:
    """Make the task of a dead worker ready at once, or failed if that was its last attempt; give its name."""
    TaskLease.objects.filter(pk=lease.pk).update(worker="", expires_at=None)
    result = DBTaskResult.objects.filter(pk=lease.pk, status=TaskResultStatus.RUNNING).first()
    if result is None:
        return f"a pruned task ({lease.pk})"
    error = WorkerLostError(f"worker {lease.worker} did not renew its lease")
    values = _after(error, result, lease.attempt)
    if values["status"] == TaskResultStatus.READY:
        values["run_after"] = timezone.now()
    DBTaskResult.objects.filter(pk=lease.pk).update(**values)
    return name_of(result)


def _after(error: BaseException, result: DBTaskResult, attempt: int) -> dict[str, Any]:
    """Give the columns of a task whose attempt has failed; the error shows in either case."""
    shown = {
        "exception_class_path": f"{type(error).__module__}.{type(error).__qualname__}",
        "traceback": "".join(format_exception(error))[-LONGEST_TRACEBACK:],
    }
    if attempt >= attempts_of(result):
        return {"status": TaskResultStatus.FAILED, "finished_at": timezone.now(), **shown}
    return {"status": TaskResultStatus.READY, "run_after": timezone.now() + wait_before(attempt), **shown}


def _key(held: Held) -> dict[str, Any]:
    return {"result": held.result.pk, "worker": held.worker, "attempt": held.attempt}


def _expiry() -> Any:
    return Now() + timedelta(seconds=seconds())


@transaction.atomic
def _end(held: Held, **values: Any) -> bool:
    """Give the lease back and write how the attempt ended, if the lease is still ours."""
    if not TaskLease.objects.filter(**_key(held)).update(worker="", expires_at=None):
        return False
    DBTaskResult.objects.filter(pk=held.result.pk, status=TaskResultStatus.RUNNING).update(**values)
    return True
