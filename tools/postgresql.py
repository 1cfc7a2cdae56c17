"""A PostgreSQL 15 or later for tests: a new, empty, forgetful cluster on a free port of this machine."""

import re
import shutil
import signal
import socket
import subprocess
from pathlib import Path

from tools.processes import Server, StartError, free_port, ordinary_user, scratch_folder, start, stop_group, wait_until

OLDEST = 15
SECONDS_TO_START = 30
FORGETFUL = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200"]


def programs() -> Path:
    """Find the folder with `initdb` and `postgres`; Debian keeps one for each version.

    Raises: StartError when there is none of version 15 or later.
    """
    found = [*Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    on_path = shutil.which("initdb")
    if on_path:
        found.append(Path(on_path).resolve())
    by_version = sorted((_version(program), program.parent) for program in found)
    if not by_version or by_version[-1][0] < OLDEST:
        raise StartError(f"PostgreSQL {OLDEST} or later is not installed (package `postgresql`).")
    return by_version[-1][1]


def _version(program: Path) -> int:
    """Read the major version that a program of PostgreSQL reports."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"(\d+)", said)
    return int(found.group(1)) if found else 0


def run(*, database: str = "cmkc") -> Server:
    """Start a cluster that trusts this machine and keeps nothing (about 3 s); its user may create databases.

    Raises: StartError when PostgreSQL is not installed or does not start.
    """
    bin_folder = programs()
    folder = scratch_folder("postgresql")
    port = free_port()
    _make_cluster(bin_folder, folder)
    options = ["-D", str(folder / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", str(folder)]
    for option in FORGETFUL:
        options += ["-c", option]
    url = f"postgres://cmkc:cmkc@127.0.0.1:{port}/{database}"
    server = start("PostgreSQL", [bin_folder / "postgres", *options], folder=folder, url=url)
    server.stop_signal = signal.SIGINT  # "fast": SIGTERM would wait for every connection to close by itself
    wait_until(server, lambda: _answers(port) and _create(bin_folder, port, database), seconds=SECONDS_TO_START)
    return server


def _make_cluster(bin_folder: Path, folder: Path) -> None:
    """Create the data folder, with a superuser `cmkc`. Raises: StartError with what initdb said."""
    words = ["-D", "data", "-U", "cmkc", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    made = start("initdb", [bin_folder / "initdb", *words], folder=folder, url="")
    if made.process.wait(SECONDS_TO_START):
        said = made.log()
        made.stop()
        raise StartError(f"PostgreSQL could not make a cluster as user {ordinary_user() or 'yourself'}:\n{said}")
    stop_group(made.process)


def _answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _create(bin_folder: Path, port: int, database: str) -> bool:
    """Create the database, and say whether that worked; it does not while the server is still starting."""
    words = ["-h", "127.0.0.1", "-p", str(port), "-U", "cmkc", database]
    return subprocess.run([str(bin_folder / "createdb"), *words], capture_output=True, check=False).returncode == 0
