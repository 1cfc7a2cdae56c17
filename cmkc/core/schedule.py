"""Recurring tasks: every worker looks at the clock, and the database lets one of them start each due time.

A due time is computed, never stored ahead, so that after a stop the last missed one is met once and older ones are
not. A task whose last run has not ended is not started again.
"""

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from cmkc.core.models import ScheduledRun
from cmkc.core.registry import Registry
from cmkc.core.tasks import Function, start, task
from cmkc.core.tasks import registry as tasks

logger = logging.getLogger("cmkc.tasks")

DAY = timedelta(days=1)
PRIORITY = 10
"""Recurring tasks are short and go ahead of a long queue."""
LONG = timedelta(hours=1)
"""A task that recurs this seldom or less is not run at once where it was never seen before (a nightly one, at noon)."""


@dataclass(frozen=True)
class Recurring:
    """A task, how often it is due, and what must be true for it to start."""

    name: str
    period: timedelta
    at: time | None
    when: Callable[[], bool] | None

    def due_at(self, now: datetime) -> datetime:
        """Give the latest time at or before `now` at which the task is due, the same for every worker."""
        if self.at is None:
            passed = int(now.timestamp() // self.period.total_seconds())
            return datetime.fromtimestamp(passed * self.period.total_seconds(), UTC)
        zone = timezone.get_default_timezone()
        today = now.astimezone(zone).date()
        due = datetime.combine(today, self.at, zone)
        return due if due <= now else datetime.combine(today - DAY, self.at, zone)


recurring: Registry[Recurring] = Registry("tasks")


def every(
    name: str, *, seconds: int = 0, hours: int = 0, at: str = "", when: Callable[[], bool] | None = None
) -> Callable[[Function], Function]:
    """Declare that a task recurs; a function that isn't a task yet becomes the task of this name.

    `at` ("03:00", in settings.TIME_ZONE) is for a task that is due once a day (`hours=24`). `when` is asked first, at
    the price of its query: a due time at which it says no passes without a trace.
    Raises: ValueError for a period that isn't above zero, and for `at` with any other period than a day.
    """
    period = timedelta(seconds=seconds, hours=hours)
    if period <= timedelta(0) or (at and period != DAY):
        raise ValueError(f"{name}: give seconds or hours above zero; `at` goes with hours=24")

    def declare(function: Function) -> Function:
        if name not in tasks:
            task(name)(function)
        recurring.register(name, Recurring(name, period, time.fromisoformat(at) if at else None, when))
        return function

    return declare


class Clock:
    """Starts what is due; each worker has one and calls `tick` every second or so."""

    def __init__(self) -> None:
        self._met: dict[str, datetime] = {}

    def tick(self) -> list[str]:
        """Start what is due and hasn't been started by anybody; name it. No query while nothing is due."""
        now = timezone.now()
        return [one.name for one in recurring if self._met.get(one.name) != one.due_at(now) and self._try(one, now)]

    def _try(self, one: Recurring, now: datetime) -> bool:
        """Start one task; what goes wrong is logged, asked again at the next tick, and keeps no other task waiting."""
        try:
            return self._start(one, one.due_at(now))
        except Exception:
            logger.exception("recurring task %s could not be started", one.name)
            return False

    def _start(self, one: Recurring, due_at: datetime) -> bool:
        """Start one task for one due time unless that was done, its last run goes on, or it has nothing to do."""
        newest = ScheduledRun.objects.filter(name=one.name).order_by("-due_at").first()
        if newest and newest.result and _goes_on(newest.result):
            return False  # asked again at the next tick
        started = False
        if not (newest and newest.due_at >= due_at) and not (one.when and not one.when()):
            started = _start_once(one.name, due_at, only_note=newest is None and one.period >= LONG)
        self._met[one.name] = due_at
        return started


def _start_once(name: str, due_at: datetime, *, only_note: bool) -> bool:
    """Write the run and the task together; False when another worker was first, or when it is only noted."""
    try:
        with transaction.atomic():
            run = ScheduledRun.objects.create(name=name, due_at=due_at)
            if not only_note:
                run.result = _uuid(start(name, [], {}, priority=PRIORITY).id)
                run.save(update_fields=["result"])
    except IntegrityError:
        return False
    return not only_note


def _goes_on(result: uuid.UUID) -> bool:
    return DBTaskResult.objects.filter(
        pk=result, status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]
    ).exists()


def _uuid(result: str) -> uuid.UUID | None:
    """Read the id of a result; the dummy and the immediate backend have ids of another form and keep no result."""
    try:
        return uuid.UUID(result)
    except ValueError:
        return None
