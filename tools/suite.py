"""Run every test on SQLite and on PostgreSQL, with a real Elasticsearch and a real Chromium: `make test`.

Servers named by ELASTICSEARCH_URL and DATABASE_URL are used as they are; the others are started here and stopped at the
end, whatever happens. Other words go to pytest: `make test ARGS="tests/search -x"`.
"""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import IO

from tools import elasticsearch, judges, postgresql, redis
from tools.processes import Server, StartError
from tools.serve import PROJECT, say

NO_TEST_RAN = 5  # pytest's exit code when nothing was selected
SECONDS_TO_FINISH = 20
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108  (a folder with a random name is made in it)


@dataclass
class Surroundings:
    """What the tests find outside of themselves, and what could not be had."""

    elasticsearch_url: str = ""
    postgresql_url: str = ""
    servers: list[Server] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def provide(self, make: Callable[[], object]) -> None:
        """Take one step; one that cannot be taken is noted, not raised."""
        try:
            made = make()
        except StartError as reason:
            self.missing.append(str(reason))
            return
        if isinstance(made, Server):
            self.servers.append(made)

    def stop(self) -> None:
        """Stop what was started here."""
        while self.servers:
            self.servers.pop().stop()


def find_elasticsearch(given: Mapping[str, str], around: Surroundings) -> Server | None:
    """Use the named server, or start one. Raises: StartError when it does not answer or start."""
    around.elasticsearch_url = given.get("ELASTICSEARCH_URL", "")
    if around.elasticsearch_url:
        if not elasticsearch.answers(around.elasticsearch_url):
            raise StartError(f"Elasticsearch at {around.elasticsearch_url} (ELASTICSEARCH_URL) does not answer.")
        return None
    if elasticsearch.installed_at() is None:
        say(f"Fetching Elasticsearch {elasticsearch.VERSION} (1 GB over the network, once) …")
        elasticsearch.install()
    server = elasticsearch.run()
    around.elasticsearch_url = server.url
    return server


def find_postgresql(given: Mapping[str, str], around: Surroundings) -> Server | None:
    """Use the named server, or start one. Raises: StartError when it does not start."""
    named = given.get("DATABASE_URL", "")
    if named.startswith("postgres"):
        around.postgresql_url = named
        return None
    server = postgresql.run()
    around.postgresql_url = server.url
    return server


def look_around(given: Mapping[str, str], around: Surroundings) -> None:
    """Start or find everything, and say plainly what is missing."""
    around.provide(judges.chromium)
    around.provide(judges.install)
    around.provide(redis.program)  # each pass starts its own
    around.provide(lambda: find_postgresql(given, around))
    around.provide(lambda: find_elasticsearch(given, around))
    for reason in around.missing:
        say(f"NOT STARTED: {reason}")


@dataclass
class Pass:
    """One run of pytest: what it is called, what it runs, and what it finds in its environment."""

    name: str
    words: list[str]
    environment: dict[str, str]

    def start(self, words: list[str], folder: Path, printed: IO[bytes] | None) -> subprocess.Popen[bytes]:
        """Start it with its files in `folder`; what it prints goes to `printed`, or is shown at once."""
        folder.mkdir()
        kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CMKC_TEST_DB"}}
        environment = kept | {"VAR_DIR": str(folder)} | self.environment
        order = [sys.executable, "-m", "pytest", *self.words, *words]
        return subprocess.Popen(order, cwd=PROJECT, env=environment, stdout=printed, stderr=printed)


def passes(around: Surroundings, size: str) -> list[Pass]:
    """The runs of pytest."""
    common = {"CMKC_PROOF_SIZE": size, "ELASTICSEARCH_URL": around.elasticsearch_url}
    on_postgresql = {**common, "DATABASE_URL": around.postgresql_url}
    if size == "soak":
        runs = [Pass("SQLite", ["-m", "proof"], common)]
        others = [Pass("PostgreSQL", ["-m", "proof and not once"], on_postgresql)]
    else:  # a browser waits as much as it works, so that its tests are a pass of their own
        runs = [Pass("SQLite", ["-m", "not browser"], common), Pass("Chromium", ["-m", "browser"], common)]
        others = [Pass("PostgreSQL", ["-m", "not once"], on_postgresql)]
    return [*runs, *(others if around.postgresql_url else [])]


def finish(process: subprocess.Popen[bytes]) -> int:
    """Wait for pytest's end; when we are interrupted it gets time to finish its report."""
    try:
        return process.wait()
    except KeyboardInterrupt:
        process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_FINISH)
        raise


def run_passes(around: Surroundings, size: str, words: list[str]) -> int:
    """Run the passes side by side, or one after the other at full size, where times are measured; gives the exit code.

    What the first prints is shown at once, what the others print when they have ended.
    """
    runs = passes(around, size)
    with contextlib.ExitStack() as at_the_end:
        parent = SHARED_MEMORY if SHARED_MEMORY.is_dir() else None
        var = Path(at_the_end.enter_context(tempfile.TemporaryDirectory(prefix="cmkc-tests-", dir=parent)))
        started: list[tuple[str, subprocess.Popen[bytes], float]] = []
        codes: list[int] = []
        for run in runs:
            printed = None
            if started and size == "test":
                printed = at_the_end.enter_context((var / f"{run.name}.log").open("wb"))
            say(f"— Tests on {run.name} —")
            process = run.start(words, var / run.name, printed)
            at_the_end.callback(_kill, process)
            started.append((run.name, process, time.monotonic()))
            if size == "soak":
                codes.append(_told(*started[-1], var))
        return _worst(codes or [_told(*each, var) for each in started])


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a pytest that did not end by itself."""
    if process.poll() is None:
        process.kill()
        process.wait()


def _told(name: str, process: subprocess.Popen[bytes], began: float, var: Path) -> int:
    """Wait for a pass, show what it printed meanwhile, and give its exit code."""
    code = finish(process)
    printed = var / f"{name}.log"
    if printed.is_file():
        say(printed.read_text(encoding="utf-8", errors="replace"))
    say(f"— {name}: {time.monotonic() - began:.0f} s, exit code {code} —")
    return code


def _worst(codes: list[int]) -> int:
    """Give the exit code of all passes; that one of them has none of the chosen tests is no failure."""
    failed = [code for code in codes if code not in {0, NO_TEST_RAN}]
    return failed[0] if failed else min(codes)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Run the suite; with CI=true something that could not be started is a failure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["test", "soak"], default="test")
    asked, words = parser.parse_known_args()
    for number in (signal.SIGINT, signal.SIGTERM):  # a shell that starts it in the background ignores the first
        signal.signal(number, _interrupt)
    around = Surroundings()
    try:
        look_around(os.environ, around)
        if around.missing and os.environ.get("CI") == "true":
            say("CI=true: nothing may be left out, so no test was run.")
            return 1
        code = run_passes(around, asked.size, words)
    except KeyboardInterrupt:
        say("Interrupted.")
        return 130
    finally:
        around.stop()
    for reason in around.missing:
        say(f"LEFT OUT, because it was not started: {reason}")
    return code


if __name__ == "__main__":
    sys.exit(main())
