"""A worker: takes one task after another, and a second thread keeps its lease, takes back from the dead, and ticks.

What a worker does when something is killed or stuck:
- killed while it works: nobody renews the lease; a reaper of another worker takes the task back;
- frozen, or busy in C for longer than a lease: `faulthandler`, a thread of the interpreter that needs no lock, ends the
  process before anybody may take its task back; its open transaction rolls back;
- told by the database that its lease is gone: it ends at once, for the same reason;
- database away: it waits and asks again. On SQLite a database that is locked is no reason to end: while somebody
  writes, nobody can take a task back either.
"""

import faulthandler
import logging
import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Collection
from functools import partial
from types import FrameType
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections
from django.utils.crypto import get_random_string
from django_tasks import TaskContext

from cmkc.core import leases
from cmkc.core.logs import request_id
from cmkc.core.schedule import Clock
from cmkc.core.upkeep import guard_tables

logger = logging.getLogger("cmkc.tasks")

LOST = 75
"""The exit code of a worker that must not go on (EX_TEMPFAIL); whoever supervises it starts another."""
ENDINGS = 3
BEAT, LOOK = 1.0, 1.0
"""Seconds between two beats of the keeper, and between two looks into an empty queue."""


def own_name() -> str:
    """Make a name for this process that no other worker has; 64 letters at most."""
    return f"{socket.gethostname()[:40]}-{os.getpid()}-{get_random_string(8)}"


class Keeper(threading.Thread):
    """Renews the lease of the task in hand; while the worker is busy, it also reaps and starts what is due."""

    def __init__(self) -> None:
        super().__init__(name="keeper", daemon=True)
        self.held: leases.Held | None = None
        self.ended = threading.Event()
        self._reaper, self._clock = leases.Reaper(), Clock()
        self._renewed = self._reaped = 0.0
        self._lock = threading.Lock()

    def hold(self, held: leases.Held, since: float) -> None:
        """Keep this task from now on; `since` is when the claim began (time.monotonic)."""
        with self._lock:
            self.held, self._renewed = held, since
            _end_unless_renewed(since)

    def let_go(self) -> None:
        """Keep nothing: the attempt is over, and what is left is to write how it ended."""
        with self._lock:
            self.held = None
            faulthandler.cancel_dump_traceback_later()

    def run(self) -> None:
        """Beat until the worker ends."""
        quarter = leases.seconds() / 4
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(f"PRAGMA busy_timeout = {int(quarter * 1000)}")
        while not self.ended.wait(min(BEAT, quarter)):
            for act, due in ((self._renew, self._renewed), (self._reap, self._reaped)):
                if time.monotonic() - due >= quarter:
                    _try(act)
            _try(self._clock.tick)
        connections.close_all()

    def _renew(self) -> None:
        held, began = self.held, time.monotonic()
        if held is None:
            return
        try:
            kept = leases.renew(held)
        except DatabaseError:
            if connection.vendor == "sqlite":
                self._keep(held, began)
            raise
        if kept:
            self._keep(held, began)
            return
        with self._lock:
            if self.held is held:  # else the attempt has ended meanwhile and gave its lease back itself
                logger.critical("task %s: the lease is gone, this worker ends", held.name)
                os._exit(LOST)

    def _keep(self, held: leases.Held, began: float) -> None:
        """Put off the end of this process, if the attempt still goes on."""
        with self._lock:
            if self.held is held:
                self._renewed = began
                _end_unless_renewed(began)

    def _reap(self) -> None:
        self._reaped = time.monotonic()
        for name in self._reaper.pass_once():
            logger.warning("task %s was taken back from a worker that is gone", name)


def _end_unless_renewed(since: float) -> None:
    """End this process one lease after `since`, whatever it is doing then; calling it again moves the time."""
    left = since + leases.seconds() - time.monotonic()
    faulthandler.dump_traceback_later(max(left, 0.01), exit=True, file=sys.__stderr__ or 2)


def _try(act: Callable[[], object]) -> None:
    """Do one of the keeper's acts; the database may be away, and a keeper that ended would end the worker."""
    try:
        close_old_connections()
        act()
    except Exception:
        logger.exception("a beat of the keeper failed; it is tried again")


class Worker:
    """Runs tasks of some queues, one at a time, until it is asked to stop."""

    def __init__(self, queues: Collection[str]) -> None:
        self.name = own_name()
        self.queues = queues
        self.keeper = Keeper()
        self.stopping = False  # no Event: a signal may come while the main thread holds the Event's own lock

    def stop_on_signals(self) -> None:
        """Let SIGTERM and SIGINT end the worker after the task in hand; a second one ends it at once."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self.stopping = True
        signal.signal(number, signal.SIG_DFL)

    def run(self) -> None:
        """Work until stopped; puts missing triggers back first."""
        logger.info("worker %s starts: queues %s", self.name, ", ".join(self.queues))
        _try(guard_tables)
        self.keeper.start()
        while not self.stopping:
            if not self._work():
                time.sleep(LOOK)
        self.keeper.ended.set()
        self.keeper.join(leases.seconds())
        connections.close_all()
        logger.info("worker %s ends", self.name)

    def _work(self) -> bool:
        """Run one task if there is one; False when there is none or the database is away."""
        close_old_connections()
        try:
            return self.work_once()
        except (DatabaseError, InterfaceError):
            logger.exception("the database did not answer; asked again in %s s", LOOK)
            return False

    def work_once(self) -> bool:
        """Claim a task, run it, write how it ended; False when none was ready."""
        since = time.monotonic()
        held = leases.claim(self.name, self.queues)
        if held is None:
            return False
        self.keeper.hold(held, since)
        token = request_id.set(f"task-{held.result.pk.hex[:16]}")
        try:
            run(held)
        except Exception as error:
            logger.exception("task %s failed at attempt %d", held.name, held.attempt)
            end = partial(leases.fail, held, error)
        else:
            logger.info("task %s done at attempt %d in %.2f s", held.name, held.attempt, time.monotonic() - since)
            end = partial(leases.succeed, held)
        finally:
            request_id.reset(token)
            self.keeper.let_go()
        if not _insist(end):
            logger.error("task %s ended after its lease was gone; another worker has it", held.name)
        return True


def _insist(end: Callable[[], bool]) -> bool:
    """Write how an attempt ended, though the connection may have broken meanwhile. Raises: after ENDINGS tries."""
    for _try_again in range(ENDINGS - 1):
        try:
            return end()
        except (DatabaseError, InterfaceError):
            logger.exception("how a task ended could not be written; tried again")
            connection.close()
            time.sleep(LOOK / 2)
    return end()


def run(held: leases.Held) -> None:
    """Call the task's function. Raises: whatever it raises."""
    called: Any = held.result.task_result
    context = [TaskContext(task_result=called)] if called.task.takes_context else []
    called.task.call(*context, *called.args, **called.kwargs)
