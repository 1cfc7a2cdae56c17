"""The real programs on a test's database: the web server and the workers of `tools.serve`, one by one to kill."""

import http.client
import os
import signal
import time
from contextlib import suppress

from tools.processes import free_port, kill_group
from tools.serve import Child, answers, children

SECONDS_TO_START = 120.0
NEEDED = ("The web server", "The task worker", "The mail worker")


class Service:
    """Starts the programs, kills one of them with all that it started, starts it again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        web, others = children("127.0.0.1", self.port, 1)
        self.programs: dict[str, Child] = {one.name: one for one in [web, *others] if one.name in NEEDED}
        self.kills: dict[str, int] = dict.fromkeys(self.programs, 0)

    def start(self) -> None:
        """Start all of them and wait until the web server answers."""
        for one in self.programs.values():
            one.start()
        self.wait_until_it_answers()

    def kill(self, name: str) -> None:
        """End a program as a power cut would, and start it again."""
        process = self.programs[name].process
        assert process is not None
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        self.kills[name] += 1
        self.programs[name].start()

    def wait_until_it_answers(self) -> None:
        """Wait for a whole answer of the web server. Raises: AssertionError after SECONDS_TO_START."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not answers("127.0.0.1", self.port):
            assert time.monotonic() < deadline, "the web server does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        """End all of them."""
        for one in self.programs.values():
            if one.process is not None:
                with suppress(ProcessLookupError):
                    kill_group(one.process)


LOST = (OSError, http.client.HTTPException)
"""What the caller sees of a server that was killed: no answer, or half of one."""
