"""Run the web server and the workers beside it as one thing: `python -m tools.serve --port 8000`.

A child that crashes is started again; Ctrl-C or SIGTERM stops all of them within `SECONDS_TO_STOP`. This is the only
supervisor here. Where a platform keeps processes alive itself (containers, systemd), start each command of `children()`
there instead, as often as workers are wanted.
"""

import argparse
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools.processes import end_with_parent, kill_group

PROJECT = Path(__file__).resolve().parents[1]
SECONDS_TO_STOP = 8.0
SECONDS_TO_START = 60.0
STEADY_SECONDS = 20.0  # a child that ran this long is no longer failing
LONGEST_WAIT = 15.0
TICK = 0.1


def say(text: str) -> None:
    """Tell the person at the terminal, at once."""
    print(text, flush=True)


@dataclass
class Child:
    """One program that must run as long as the supervisor does."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    started_at: float = field(default=0.0, init=False)
    start_at: float = field(default=0.0, init=False)
    failures: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the program in a session of its own, so that a terminal's Ctrl-C reaches the supervisor alone."""
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            list(self.command),
            cwd=PROJECT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  (the supervisor has one thread)
        )

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.process is not None and self.process.poll() is None

    def plan_restart(self) -> float:
        """End what a crash left behind and decide when to start again: at once, then after 1, 2, 4 … seconds."""
        if self.process is not None:
            kill_group(self.process)
        steady = time.monotonic() - self.started_at > STEADY_SECONDS
        self.failures = 1 if steady else self.failures + 1
        wait = 0.0 if self.failures == 1 else min(2.0 ** (self.failures - 2), LONGEST_WAIT)
        self.start_at = time.monotonic() + wait
        self.process = None
        return wait


class Supervisor:
    """Starts children, keeps them running, stops them all."""

    def __init__(self, first: Child, others: Sequence[Child], ready: Callable[[], bool]) -> None:
        self.first = first
        self.others = list(others)
        self.ready = ready
        self.asked_to_stop = False

    def run(self, announce: str) -> int:
        """Serve until asked to stop; the exit code is 1 when the first child never got ready."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            self.first.start()
            if not self._wait_until_ready():
                return 0 if self.asked_to_stop else 1
            say(announce)
            while not self.asked_to_stop:
                self._start_what_is_down()
                time.sleep(TICK)
        finally:
            self._stop_all()
        return 0

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop = True

    def _wait_until_ready(self) -> bool:
        """Give the first child `SECONDS_TO_START` to answer; the others start after it, not beside it."""
        deadline = time.monotonic() + SECONDS_TO_START
        while not self.asked_to_stop and time.monotonic() < deadline:
            if not self.first.running:
                say(f"{self.first.name} stopped while starting; its messages stand above.")
                return False
            if self.ready():
                return True
            time.sleep(TICK)
        if not self.asked_to_stop:
            say(f"{self.first.name} did not answer within {SECONDS_TO_START:.0f} s.")
        return False

    def _start_what_is_down(self) -> None:
        for child in [self.first, *self.others]:
            if child.running:
                continue
            if child.process is not None:
                code = child.process.returncode
                wait = child.plan_restart()
                say(f"{child.name} stopped with code {code}; starting it again in {wait:.0f} s.")
            if time.monotonic() >= child.start_at:
                child.start()

    def _stop_all(self) -> None:
        """Ask every child to stop, end the groups of those that do not, and say so."""
        children = [child for child in [self.first, *self.others] if child.process is not None]
        for child in children:
            if child.process is not None and child.running:
                child.process.terminate()
        deadline = time.monotonic() + SECONDS_TO_STOP
        for child in children:
            if child.process is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    child.process.wait(max(0.0, deadline - time.monotonic()))
                kill_group(child.process)
        say("All stopped.")


def children(host: str, port: int, workers: int) -> tuple[Child, list[Child]]:
    """The web server, and the workers beside it: tasks, heavy tasks in a process of their own, search, mail."""
    python, manage = sys.executable, str(PROJECT / "manage.py")
    web = [python, "-m", "granian", "--interface", "wsgi", "cmkc.wsgi:application", "--host", host, "--port", str(port)]
    # Idle threads keep their database connection; a worker that dies alone is replaced by granian itself.
    web += ["--workers", str(workers), "--blocking-threads", "4", "--blocking-threads-idle-timeout", "600"]
    web += ["--respawn-failed-workers", "--workers-kill-timeout", "5", "--no-ws", "--log-level", "warning"]
    others = [
        Child("The task worker", [python, manage, "task_worker", "--queue", "default"]),
        Child("The worker of heavy tasks", [python, manage, "task_worker", "--queue", "heavy"]),
        Child("The search worker", [python, manage, "search_worker"]),
        Child("The mail worker", [python, manage, "mail_worker"]),
    ]
    return Child("The web server", web), others


def port_is_free(host: str, port: int) -> bool:
    """Whether we may listen there; granian shares a port silently, so it is asked before."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def answers(host: str, port: int) -> bool:
    """Whether a web server answers at all."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("GET", "/health/live")
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def main() -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    if not port_is_free(asked.host, asked.port):
        say(f"Port {asked.port} is taken by another program; choose one, for example: PORT={asked.port + 1} make demo")
        return 1
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cmkc.settings.dev")
    address = os.environ.setdefault("SITE_URL", f"http://localhost:{asked.port}")
    web, others = children(asked.host, asked.port, asked.workers)
    supervisor = Supervisor(web, others, ready=lambda: answers(asked.host, asked.port))
    return supervisor.run(f"CMKC is at {address}. Ctrl-C stops it.")


if __name__ == "__main__":
    sys.exit(main())
