"""`make demo`: ready once, ready again in seconds, everything kept, nothing left running."""

import re
import signal
import sqlite3
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPMessage
from pathlib import Path

import pytest

from tests.live_site import begin, site, told
from tools.processes import Server, free_port, wait_until

__all__ = ["site"]
pytestmark = pytest.mark.once
STYLE = re.compile(r'href="(?P<path>/static/css/site\.[0-9a-f]{12}\.css)"')
READY = "Ctrl-C stops it."


def get(url: str) -> tuple[str, HTTPMessage]:
    """A page and its headers; raises unless the answer is a good one."""
    with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310  (the demo's own address)
        return answer.read().decode(), answer.headers


def ask(folder: Path, statement: str) -> list[tuple]:
    with closing(sqlite3.connect(folder / "cmkc.sqlite3", timeout=20)) as connection, connection:
        return connection.execute(statement).fetchall()


@contextmanager
def started_again(folder: Path) -> Iterator[Server]:
    """A second demo on the same folder, at another port."""
    port = free_port()
    url = f"http://localhost:{port}"
    server = begin("The demo", [sys.executable, "-m", "tools.demo", "--port", str(port)], url, told(folder, url))
    try:
        yield wait_until(server, lambda: READY in server.log(), seconds=120)
    finally:
        server.stop()


def test_static_files_carry_their_hash_and_may_be_kept_for_ever(site):
    page, _ = get(f"{site.url}/")
    _, headers = get(site.url + STYLE.search(page)["path"])
    assert "immutable" in headers["Cache-Control"]


def test_a_second_start_does_no_slow_step_keeps_what_was_entered_and_stops_on_ctrl_c(site):
    member = "email = 'member@demo.example'"
    ask(site.folder, f"UPDATE accounts_user SET affiliation = 'entered by hand' WHERE {member}")  # noqa: S608
    with started_again(site.folder) as again:
        said = again.log(lines=100)
        assert "Database: up to date" in said
        assert "Static files: up to date" in said
        assert re.search(r"^Content: \d+ unchanged \(", said, re.MULTILINE)
        assert site.passwords["member"] in said
        get(again.url)
        again.process.send_signal(signal.SIGINT)
        assert again.process.wait(10) == 0
        assert again.log().splitlines()[-1] == "All stopped."
        with pytest.raises(OSError, match="refused"):
            get(again.url)
    kept = ask(site.folder, f"SELECT affiliation FROM accounts_user WHERE {member}")  # noqa: S608
    assert kept == [("entered by hand",)]
    ask(site.folder, f"UPDATE accounts_user SET affiliation = '' WHERE {member}")  # noqa: S608
