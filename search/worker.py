"""The loop that carries changes to Elasticsearch: a process of its own, stopped at any point without loss."""

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from search.delivery import deliver, prune
from search.engines.base import Engine, EngineUnavailable
from search.engines.statistics import refresh_statistics, statistics_are_old
from search.rebuilding import finish_if_level, outdated, recover

POLL_SECONDS = 0.5
LONGEST_WAIT = 5.0
"""How long to wait at most before Elasticsearch is tried again."""
CHORES_EVERY = 60.0

log = logging.getLogger(__name__)


class Worker:
    """Delivers, finishes rebuilds and does chores until it is told to stop.

    Without an engine that needs delivery it wakes once a minute, for tombstones and word counts.
    """

    def __init__(self, carrier: Engine | None) -> None:
        self.carrier = carrier
        self.stopping = threading.Event()
        self._wait = POLL_SECONDS
        self._chores_due = 0.0
        self._lost = True  # look at our indices before the first delivery

    def stop(self, *_signal: object) -> None:
        """End after the batch at hand."""
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped; a database that is away or busy is waited for."""
        if self.carrier is not None and outdated():
            log.warning("The form of the search index has changed: run `manage.py search_rebuild`.")
        while not self.stopping.is_set():
            try:
                close_old_connections()
                idle = self.step()
            except DatabaseError as error:
                log.warning("search worker: the database does not answer: %s", error)
                connection.close()
                idle = LONGEST_WAIT
            self.stopping.wait(idle)

    def step(self) -> float:
        """Do what is due and give the seconds to wait; 0 after a full batch."""
        if time.monotonic() >= self._chores_due:
            self._chores_due = time.monotonic() + CHORES_EVERY
            self._do_chores()
        if self.carrier is None:
            return CHORES_EVERY
        try:
            return self._deliver(self.carrier)
        except EngineUnavailable as error:
            if not self._lost:
                log.warning("Elasticsearch does not answer; changes wait in the database: %s", error)
            self._lost = True
            self._wait = min(LONGEST_WAIT, self._wait * 2)
            return self._wait

    def _deliver(self, carrier: Engine) -> float:
        """Deliver one batch. Raises: EngineUnavailable."""
        if self._lost:
            done = recover()
            if done:
                log.info("search worker: %s", done)
            self._lost = False
        self._wait = POLL_SECONDS
        if deliver(carrier):
            return 0.0
        if finish_if_level():
            log.info("search worker: the new index answers")
        return POLL_SECONDS

    def _do_chores(self) -> None:
        """Forget old tombstones, and count words anew where that helps ranking."""
        while prune(delivered=self.carrier is not None):
            pass
        if statistics_are_old(timezone.now()):
            refresh_statistics()
