"""The loop that sends mail: a process of its own, stopped or killed at any point without loss."""

import logging
import threading
import time

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from cmkc.notices.actions.taking import digests_due, settle_for, take_at_once, take_digests, take_waiting
from cmkc.notices.journal import Journal, left_behind
from cmkc.notices.sending import Batch, LostError, ServerDownError, settle

POLL_SECONDS = 1.0
DIGESTS_EVERY = 30.0
LONGEST_WAIT = 30.0
"""How long to wait at most before the mail server is tried again."""

log = logging.getLogger(__name__)


class Worker:
    """Sends what is due until it is told to stop."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.journal = Journal()
        self._takes = 0
        self._wait = POLL_SECONDS
        self._digests_due = 0.0
        self._after_start = True

    def stop(self, *_signal: object) -> None:
        """End after the mail at hand."""
        self.stopping.set()

    def run(self) -> None:
        """Work until stopped; a database that is away or busy is waited for."""
        while not self.stopping.is_set():
            try:
                close_old_connections()
                idle = self.step()
            except DatabaseError as error:
                log.warning("mail worker: the database does not answer: %s", error)
                connection.close()
                idle = LONGEST_WAIT / 6
            self.stopping.wait(idle)
        settle(self.journal)
        self.journal.close()

    def step(self) -> float:
        """Send one batch of what is due and give the seconds to wait; 0 after a batch."""
        settle(self.journal)
        if self._after_start:
            self._take_over()
        self._takes += 1
        claim = f"{self.journal.name}.{self._takes}"
        if not self._take(claim):
            return POLL_SECONDS
        try:
            sent = Batch(claim, self.journal, self.stopping).send()
        except ServerDownError as error:
            log.warning("the mail server takes nothing; mail waits in the database: %s", error)
            self._wait = min(LONGEST_WAIT, self._wait * 2)
            return self._wait
        except LostError:
            log.warning("mail worker: was silent too long, others have its mails")
            return POLL_SECONDS
        log.info("mail worker: %d mails sent", sent)
        self._wait = POLL_SECONDS
        return 0.0

    def _take_over(self) -> None:
        """Do for workers that were killed on this machine what they could not."""
        for name, sent, path in left_behind():
            settle_for(name, sent)
            path.unlink(missing_ok=True)
            log.warning("mail worker: took over from one that was killed; it had %d mails to mark", len(sent))
        self._after_start = False

    def _take(self, claim: str) -> int:
        """Take the next batch in hand: what waits, what goes at once, then digests."""
        taken = take_waiting(claim) or take_at_once(claim)
        if taken or time.monotonic() < self._digests_due:
            return taken
        for digest in digests_due(timezone.now()):
            taken = take_digests(digest, claim)
            if taken:
                return taken
        self._digests_due = time.monotonic() + DIGESTS_EVERY
        return 0


def send_due() -> None:
    """Send everything that is due now, and end; what the mail server does not take waits."""
    worker = Worker()
    try:
        while worker.step() == 0:
            pass
    finally:
        worker.journal.close()
