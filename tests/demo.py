"""The whole site as `make demo` runs it, for tests that need what only the real thing has."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tools.processes import free_port
from tools.serve import PROJECT

SIGN_IN = re.compile(r"^  (?P<role>\S.*?)  +(?P<email>\S+@\S+)  +(?P<password>\S+)$")
READY = "CMKC is at "


@dataclass
class Demo:
    """A running demo: its address, what it printed, the folder that keeps its data, and how to sign in."""

    url: str
    folder: Path
    process: subprocess.Popen[str]
    said: list[str] = field(default_factory=list)

    @property
    def passwords(self) -> dict[str, tuple[str, str]]:
        """Address and password by role."""
        found = [SIGN_IN.match(line) for line in self.said]
        return {match["role"]: (match["email"], match["password"]) for match in found if match}

    def stop(self) -> str:
        """Press Ctrl-C, and give what it says while it stops."""
        self.process.send_signal(signal.SIGINT)
        said, _ = self.process.communicate(timeout=30)
        return said


@contextmanager
def demo(folder: Path) -> Iterator[Demo]:
    """Start the demo on a folder and wait until it serves; data from an earlier start is kept."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}}
    process = subprocess.Popen(
        [sys.executable, "-m", "tools.demo", "--port", str(port)],
        cwd=PROJECT,
        env={**kept, "VAR_DIR": str(folder), "SITE_URL": f"http://localhost:{port}", "ELASTICSEARCH_URL": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    running = Demo(url=f"http://localhost:{port}", folder=folder, process=process)
    try:
        assert process.stdout is not None
        for line in process.stdout:
            running.said.append(line.rstrip("\n"))
            if line.startswith(READY):
                break
        assert running.said[-1].startswith(READY), "\n".join(running.said)
        yield running
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=30)


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo with its shipped content, shared by all tests of the session: leave it as you found it."""
    with demo(tmp_path_factory.mktemp("demo")) as running:
        yield running
