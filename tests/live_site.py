"""The site as `make demo` serves it, with the shipped content and accounts, for tests that come from outside.

It is prepared once for a run of pytest and serves real requests through granian, with its workers beside it. A folder
named by CMKC_DEMO_VAR is used as it is and kept: a second run then starts in seconds.
"""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from tests.visitor import Visitor
from tools.processes import Server, end_with_parent, free_port, wait_until
from tools.serve import PROJECT, answers

SECONDS_TO_PREPARE = 400
MAIL_ENDS = "-" * 79  # what Django's file backend writes after each mail
NOT_FOR_THE_DEMO = {"SECRET_KEY", "AUDIT_KEY", "DATABASE_URL", "ELASTICSEARCH_URL", "CACHE_URL", "VAR_DIR", "SITE_URL"}


@dataclass
class Site:
    """A running site: where it answers, where it keeps its files, and who is signed in."""

    url: str
    folder: Path
    visitors: dict[str, Visitor] = field(default_factory=dict)

    @property
    def passwords(self) -> dict[str, str]:
        """The demo's accounts by the first part of their address."""
        lines = (self.folder / "demo-accounts.txt").read_text(encoding="utf-8").splitlines()
        pairs = (line.split() for line in lines if not line.startswith("#"))
        return {email.partition("@")[0]: password for email, password in pairs}

    def seen_by(self, who: str) -> Visitor:
        """Somebody of the demo, signed in once for all tests; "visitor" is nobody."""
        if who not in self.visitors:
            visitor = Visitor(self.url)
            if who != "visitor":
                visitor.sign_in(f"{who}@demo.example", self.passwords[who])
            self.visitors[who] = visitor
        return self.visitors[who]

    def mails_to(self, address: str) -> list[str]:
        """The mails sent to an address, oldest first, as they went out."""
        files = sorted((self.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns)
        mails = [mail for path in files for mail in path.read_text(encoding="utf-8").split(MAIL_ENDS)]
        return [mail for mail in mails if re.search(rf"^To: .*{re.escape(address)}", mail, re.MULTILINE)]

    def mail_to(self, address: str, *, having: str, seconds: float = 20) -> re.Match[str]:
        """The place that matches `having` in the newest such mail to an address; waits for the mail."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            for mail in reversed(self.mails_to(address)):
                found = re.search(having, mail, re.MULTILINE)
                if found:
                    return found
            time.sleep(0.1)
        raise AssertionError(f"no mail to {address} has {having!r}; there are {self.mails_to(address)}")


def told(folder: Path, address: str, **more: str) -> dict[str, str]:
    """What a site finds in its environment: nothing of the tests', and its mail goes to a folder."""
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_THE_DEMO}
    own = {"DJANGO_SETTINGS_MODULE": "cmkc.settings.dev", "VAR_DIR": str(folder), "SITE_URL": address}
    return kept | own | {"EMAIL_URL": f"filemail:///{folder}/mail"} | more


def begin(name: str, order: list[str], url: str, environment: dict[str, str]) -> Server:
    """Start a program of the project in a session of its own; what it prints is kept in its `log`."""
    printed = Path(tempfile.mkdtemp(prefix="cmkc-log-"))
    with (printed / "log").open("wb") as log:
        process = subprocess.Popen(
            order, cwd=PROJECT, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            start_new_session=True,
            preexec_fn=end_with_parent,  # noqa: PLW1509  (no thread runs when servers start)
        )  # fmt: skip
    return Server(name=name, url=url, process=process, folder=printed)


@contextmanager
def running(folder: Path, **more: str) -> Iterator[Site]:
    """The demo with its files in `folder`; `more` goes into its environment. It ends with all its workers.

    Raises: StartError, with the end of what it printed, when it does not answer.
    """
    port = free_port()
    made = Site(f"http://localhost:{port}", folder)
    order = [sys.executable, "-m", "tools.demo", "--port", str(port)]
    server = begin("The demo", order, made.url, told(folder, made.url, **more))
    try:
        wait_until(server, lambda: answers("localhost", port), seconds=SECONDS_TO_PREPARE)
        yield made
    finally:
        server.stop()


@contextmanager
def own_database(server: str) -> Iterator[str]:
    """A new database on a PostgreSQL server, dropped at the end; gives its address."""
    name = f"cmkc_demo_{os.getpid()}"
    address = urlsplit(server)
    with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield address._replace(path=f"/{name}").geturl()
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def site(request: pytest.FixtureRequest) -> Iterator[Site]:
    """The demo, on the kind of database of this pass."""
    named = os.environ.get("CMKC_DEMO_VAR", "")
    with contextlib.ExitStack() as until_the_end:
        if not named:
            scratch = tempfile.TemporaryDirectory(prefix="demo-", dir=settings.VAR_DIR, ignore_cleanup_errors=True)
            named = until_the_end.enter_context(scratch)
        more = {}
        if not settings.SQLITE:
            more["DATABASE_URL"] = until_the_end.enter_context(own_database(request.getfixturevalue("postgresql_url")))
        yield until_the_end.enter_context(running(Path(named), **more))
