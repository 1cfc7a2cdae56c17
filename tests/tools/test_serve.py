"""The supervisor: what it starts runs again after a crash, and nothing is left when it stops."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tools.serve import LONGEST_WAIT, PROJECT, SECONDS_TO_STOP, Child, answers, children, port_is_free

pytestmark = pytest.mark.once

# A child notes its process id; "web" starts a grandchild as granian does, "deaf" does not listen to SIGTERM.
SUPERVISOR = """
import sys
from pathlib import Path
from tools import serve
from tools.serve import Child, Supervisor
serve.SECONDS_TO_STOP = 1.0
folder = Path(sys.argv[1])
note = "import os, pathlib, subprocess, sys, time; pathlib.Path(sys.argv[1]).open('a').write(f'{os.getpid()}\\\\n');"
wait = "time.sleep(60)"
web = note + "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']);" + wait
deaf = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN);" + note + wait
def child(name, code):
    return Child(name, [sys.executable, "-c", code, str(folder / name)])
others = [child("worker", note + wait)] + [child("deaf", deaf)] * ("deaf" in sys.argv)
sys.exit(Supervisor(child("web", web), others, ready=(folder / "web").exists).run("ready"))
"""


def until(true, seconds: float = 10.0) -> None:
    """Wait for a fact about processes; there is no other way to hear of it."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.02)


def noted(folder: Path, name: str) -> list[int]:
    path = folder / name
    return [int(line) for line in path.read_text().splitlines()] if path.exists() else []


def alive(group: int) -> bool:
    """Whether a process of the group runs; one that ended and was not yet collected by init does not count."""
    states = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended while we looked
            fields = status.read_text().rpartition(")")[2].split()
            states += [fields[0]] if int(fields[2]) == group else []
    return bool(set(states) - {"Z", "X"})


@contextmanager
def supervised(folder: Path, *words: str) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, str(folder), *words], cwd=PROJECT, stdout=subprocess.PIPE, text=True
    )
    try:
        until(lambda: noted(folder, "web") and noted(folder, "worker"))
        yield process
    finally:
        process.kill()
        for group in noted(folder, "web") + noted(folder, "worker") + noted(folder, "deaf"):
            with suppress(ProcessLookupError):
                os.killpg(group, signal.SIGKILL)
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_every_child_and_grandchild(tmp_path, number):
    with supervised(tmp_path) as process:
        process.send_signal(number)
        said, _ = process.communicate(timeout=10)
        assert process.returncode == 0
        assert said.splitlines() == ["ready", "All stopped."]
        assert not [group for name in ("web", "worker") for group in noted(tmp_path, name) if alive(group)]


def test_a_crashed_child_is_started_again_and_its_own_children_ended(tmp_path):
    with supervised(tmp_path) as process:
        for name in ("web", "worker"):
            (first,) = noted(tmp_path, name)
            os.kill(first, signal.SIGKILL)
            until(lambda name=name: len(noted(tmp_path, name)) == 2)
            assert not alive(first)
        assert process.poll() is None


def test_a_child_that_ignores_the_signal_is_ended_when_its_time_is_over(tmp_path):
    assert SECONDS_TO_STOP < 10  # what the README promises; this test's supervisor gives one second
    with supervised(tmp_path, "deaf") as process:
        until(lambda: noted(tmp_path, "deaf"))
        process.terminate()
        process.communicate(timeout=3)
        assert not alive(noted(tmp_path, "deaf")[0])


def test_the_children_end_when_the_supervisor_is_killed(tmp_path):
    with supervised(tmp_path) as process:
        worker = noted(tmp_path, "worker")[0]
        process.kill()
        process.wait()
        until(lambda: not alive(worker))


def test_a_first_child_that_fails_at_once_ends_the_start_with_code_1(tmp_path):
    code = (
        "import sys; from tools.serve import Child, Supervisor;"
        "sys.exit(Supervisor(Child('The web server', ['false']), [], ready=lambda: False).run('ready'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=PROJECT, capture_output=True, text=True, timeout=20, check=False
    )
    assert done.returncode == 1
    assert "The web server stopped while starting" in done.stdout
    assert "ready" not in done.stdout.splitlines()


def test_repeated_failures_wait_longer_each_time_up_to_a_limit():
    child = Child("worker", ["true"])
    waits = []
    for _ in range(8):
        child.start()
        child.process.wait()
        waits.append(child.plan_restart())
    assert waits == [0, 1, 2, 4, 8, LONGEST_WAIT, LONGEST_WAIT, LONGEST_WAIT]


def test_a_child_that_ran_long_starts_again_at_once():
    child = Child("worker", ["true"])
    child.failures = 5
    child.start()
    child.process.wait()
    child.started_at -= 3600
    assert child.plan_restart() == 0


def test_a_taken_port_is_noticed_and_a_silent_one_does_not_answer():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert not port_is_free("127.0.0.1", port)
    assert port_is_free("127.0.0.1", port)
    assert not answers("127.0.0.1", port)


def test_web_tasks_heavy_tasks_search_and_mail_are_supervised():
    web, others = children("127.0.0.1", 8000, 2)
    assert "cmkc.wsgi:application" in web.command
    assert [child.command[2:] for child in others] == [
        ["task_worker", "--queue", "default"],
        ["task_worker", "--queue", "heavy"],
        ["search_worker"],
        ["mail_worker"],
    ]
