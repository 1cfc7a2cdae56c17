"""The whole site as `make demo` runs it, for tests that need what only the real thing has."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.processes import free_port
from tools.serve import PROJECT

SIGN_IN = re.compile(r"^  (?P<role>\S.*?)  +(?P<email>\S+@\S+)  +(?P<password>\S+)$", re.MULTILINE)
READY = "CMKC is at "
SECONDS_TO_STOP = 30


@dataclass
class Demo:
    """A running demo: its address, the folder that keeps its data, and what it printed into a file."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def said(self) -> str:
        """What it printed until now."""
        return self.log.read_text(errors="replace")

    @property
    def passwords(self) -> dict[str, tuple[str, str]]:
        """Address and password by role."""
        return {found["role"]: (found["email"], found["password"]) for found in SIGN_IN.finditer(self.said)}

    def stop(self) -> None:
        """Press Ctrl-C and wait until it has ended."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(SECONDS_TO_STOP)


@contextmanager
def demo(folder: Path, log: Path) -> Iterator[Demo]:
    """Start the demo on a folder and wait until it serves; data from an earlier start is kept."""
    port = free_port()
    ours = {"VAR_DIR": str(folder), "SITE_URL": f"http://localhost:{port}", "ELASTICSEARCH_URL": ""}
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    with log.open("wb") as written:
        command = [sys.executable, "-m", "tools.demo", "--port", str(port)]
        process = subprocess.Popen(command, cwd=PROJECT, env={**kept, **ours}, stdout=written, stderr=subprocess.STDOUT)
    running = Demo(url=f"http://localhost:{port}", folder=folder, process=process, log=log)
    try:
        while READY not in running.said:
            assert process.poll() is None, running.said
            time.sleep(0.1)
        yield running
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(SECONDS_TO_STOP)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo with its shipped content, shared by all tests of the session: leave it as you found it."""
    folder = tmp_path_factory.mktemp("demo")
    with demo(folder, folder / "printed.log") as running:
        yield running
