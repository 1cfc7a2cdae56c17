"""Start a server as an ordinary user, wait until it answers, and stop it with all it started."""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
SECONDS_TO_STOP = 10


class StartError(Exception):
    """A server or program that is asked for cannot run here; the message is one sentence for a person."""


@dataclass
class Server:
    """A running server; `stop()` ends it, with its children, and removes its folder."""

    name: str
    url: str
    process: subprocess.Popen[bytes]
    folder: Path
    stop_signal: signal.Signals = signal.SIGTERM
    stopped: bool = field(default=False, init=False)

    def stop(self) -> None:
        """End the server within `SECONDS_TO_STOP`, by force if need be; calling it again changes nothing."""
        if self.stopped:
            return
        self.stopped = True
        stop_group(self.process, self.stop_signal)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self, lines: int = 15) -> str:
        """The end of what the server printed."""
        return "\n".join((self.folder / "log").read_text(errors="replace").splitlines()[-lines:])


def stop_group(process: subprocess.Popen[bytes], first: signal.Signals = signal.SIGTERM) -> None:
    """Ask a process to stop, give it time, then end its whole group."""
    if process.poll() is None:
        process.send_signal(first)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(SECONDS_TO_STOP)
    kill_group(process)


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a process that began a session of its own, and of all it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port() -> int:
    """A port on the loopback address that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def ordinary_user() -> str | None:
    """Who a server runs as: `nobody` when we are root (PostgreSQL and Elasticsearch refuse root), else ourselves."""
    return "nobody" if os.geteuid() == 0 else None


def give_away(folder: Path) -> None:
    """Let the ordinary user own `folder` and all below it; does nothing unless we are root."""
    user = ordinary_user()
    if user is None:
        return
    entry = pwd.getpwnam(user)
    for path in [folder, *folder.rglob("*")]:
        os.chown(path, entry.pw_uid, entry.pw_gid, follow_symlinks=False)


def scratch_folder(name: str) -> Path:
    """A new folder in the temporary directory that the ordinary user owns."""
    folder = Path(tempfile.mkdtemp(prefix=f"cmkc-{name}-"))
    give_away(folder)
    return folder


def cache_folder() -> Path:
    """Where downloads are kept between runs, outside the work tree.

    `CMKC_CACHE` names it; root's own home is closed to the ordinary user, so root keeps it under /var/cache.
    """
    named = os.environ.get("CMKC_CACHE")
    if named:
        return Path(named)
    if os.geteuid() == 0:
        return Path("/var/cache/cmkc")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "cmkc"


def end_with_parent() -> None:
    """In a child before its program starts: be told to stop when the parent dies, however it dies (Linux only)."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(
    name: str, command: Sequence[str | Path], *, folder: Path, url: str, environment: Mapping[str, str] | None = None
) -> Server:
    """Start `command` as the ordinary user in a group of its own, its output in `folder`/log."""
    user = ordinary_user()
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(word) for word in command],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  (no thread runs when servers start)
            env={**os.environ, "HOME": str(folder), **(environment or {})},
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
        )
    return Server(name=name, url=url, process=process, folder=folder)


def wait_until(server: Server, answers: Callable[[], bool], *, seconds: float) -> Server:
    """Wait until `answers()` is true.

    Raises: StartError, with the end of the server's log, when it ends before or takes longer than `seconds`.
    """
    deadline = time.monotonic() + seconds
    try:
        while time.monotonic() < deadline and server.process.poll() is None:
            if answers():
                return server
            time.sleep(0.1)
    except BaseException:  # Ctrl-C while it starts must not leave it behind
        server.stop()
        raise
    log = server.log()
    server.stop()
    raise StartError(f"{server.name} did not answer within {seconds:.0f} s. The end of its log:\n{log}")
