"""Several workers under one parent: one that dies is replaced, and all end with the parent, however it ends."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

logger = logging.getLogger("cmkc.tasks")

LOOK = 0.2
RESTART_AFTER = 1.0
"""Seconds from the start of a child to the earliest start of the next one in its place."""


class Supervisor:
    """Keeps `count` children running `command` until SIGTERM or SIGINT, which it passes on to them as SIGTERM.

    Children stand in sessions of their own, so that a Ctrl-C reaches them once, through their parent. They get the
    argument `--parent`, and end by themselves when that process is gone.
    """

    def __init__(self, command: Sequence[str], count: int) -> None:
        self.command = [sys.executable, sys.argv[0], *command, "--parent", str(os.getpid())]
        self.children: list[subprocess.Popen[bytes] | None] = [None] * count
        self.started = [0.0] * count
        self.stopping = False

    def run(self) -> None:
        """Start the children and replace those that die, until told to stop; then wait for their tasks in hand."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        while not self.stopping:
            self._fill()
            time.sleep(LOOK)
        running = [child for child in self.children if child is not None]
        for child in running:
            child.terminate()
        for child in running:
            child.wait()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stopping = True

    def _fill(self) -> None:
        """Start a child in each empty place, none more often than every RESTART_AFTER seconds."""
        for place, child in enumerate(self.children):
            gone = child is None or child.poll() is not None
            if gone and time.monotonic() - self.started[place] >= RESTART_AFTER:
                if child is not None:
                    logger.warning("worker process %d ended with %s; another one starts", child.pid, child.returncode)
                self.started[place] = time.monotonic()
                self.children[place] = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603  (ourselves)
