"""A Redis or Valkey for tests: empty, on a free port of this machine, and keeping nothing."""

import shutil
import socket
from pathlib import Path

from tools.processes import Server, StartError, free_port, scratch_folder, start, wait_until

PROGRAMS = ["valkey-server", "redis-server"]
SECONDS_TO_START = 10


def program() -> Path:
    """Find the server's program. Raises: StartError when there is none."""
    for name in PROGRAMS:
        if found := shutil.which(name):
            return Path(found)
    raise StartError("Neither Valkey nor Redis is installed (package `redis-server`).")


def run() -> Server:
    """Start a server (about .1 s). Raises: StartError when none is installed or it does not start."""
    order = program()
    port = free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = start("Redis", [order, *options], folder=scratch_folder("redis"), url=f"redis://127.0.0.1:{port}/0")
    return wait_until(server, lambda: _answers(port), seconds=SECONDS_TO_START)


def _answers(port: int) -> bool:
    """Whether it says PONG to PING."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as line:
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False
