"""The server under measurement: the one of `make demo`, on a scratch folder, and what its processes use."""

import contextlib
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.processes import free_port, kill_group
from tools.serve import Child, answers, children

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
SECONDS_TO_START = 60.0


@dataclass
class Running:
    """A started server."""

    port: int
    pid: int
    seconds_to_start: float

    def processor_seconds(self) -> float:
        """User and system time of all its processes until now; the kernel counts in steps of 10 ms."""
        return sum(_ticks(pid) for pid in self.processes()) / TICKS

    def memory_mb(self) -> float:
        """Proportional memory of its worker processes, in MB: pages that they share count once."""
        return sum(_shared_kb(pid) for pid in self.processes() if pid != self.pid) / 1024

    def processes(self) -> list[int]:
        """The process that was started and all below it."""
        parents = dict(_parents())
        return [pid for pid in parents if self.pid in _line(pid, parents)]


def _parents() -> Iterator[tuple[int, int]]:
    """Every process with its parent."""
    for folder in PROC.glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it ended while we looked
            yield int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])


def _line(pid: int, parents: Mapping[int, int]) -> list[int]:
    """A process and its ancestors."""
    line = []
    while pid in parents and pid not in line:
        line.append(pid)
        pid = parents[pid]
    return line


def _ticks(pid: int) -> int:
    """User and system time of a process in the kernel's ticks."""
    try:
        fields = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def _shared_kb(pid: int) -> int:
    """Proportional set size of a process in kB."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


@contextmanager
def running(environment: Mapping[str, str], *, workers: int) -> Iterator[Running]:
    """Start the web server alone, wait until it answers, and end it afterwards.

    Raises: TimeoutError when it does not answer in time.
    """
    port = free_port()
    web, _workers = children("127.0.0.1", port, workers)
    command = ["bench.wsgi:application" if word == "cmkc.wsgi:application" else word for word in web.command]
    os.environ.update(environment)
    child = Child("The web server", command)
    began = time.monotonic()
    child.start()
    if child.process is None:
        raise TimeoutError("the server did not start")
    try:
        while not answers("127.0.0.1", port):
            if time.monotonic() - began > SECONDS_TO_START or not child.running:
                raise TimeoutError("the server did not answer")
            time.sleep(0.02)
        yield Running(port=port, pid=child.process.pid, seconds_to_start=time.monotonic() - began)
    finally:
        child.process.terminate()
        with contextlib.suppress(Exception):
            child.process.wait(10)
        kill_group(child.process)
