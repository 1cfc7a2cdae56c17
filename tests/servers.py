"""The real servers and programs that tests ask for: Elasticsearch, PostgreSQL, Redis, Chromium, axe-core, Nu checker.

`make test` starts the servers once and names them in the environment; a bare `pytest` starts what a test asks for, if
it is installed. What is not there skips the test with one plain sentence, and fails it when CI=true.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn, TypeVar

import pytest

from tools import elasticsearch, judges, postgresql, redis
from tools.processes import Server, StartError

Made = TypeVar("Made")


def leave_out(reason: StartError) -> NoReturn:
    """Skip the test for a reason, or fail it where nothing may be skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI=true allows no test to be left out: {reason}", pytrace=False)
    pytest.skip(str(reason))


def had(make: Callable[[], Made]) -> Made:
    """What `make` gives; the test is left out when it cannot."""
    try:
        return make()
    except StartError as reason:
        leave_out(reason)


def _url(named: str, run: Callable[[], Server]) -> Iterator[str]:
    """The address of a server that is named, or of one that runs until the session ends."""
    if named:
        yield named
        return
    server = had(run)
    try:
        yield server.url
    finally:
        server.stop()


@pytest.fixture(scope="session")
def elasticsearch_url() -> Iterator[str]:
    """A real Elasticsearch 8.19; use index names of your own and delete them."""
    yield from _url(os.environ.get("ELASTICSEARCH_URL", ""), elasticsearch.run)


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A real PostgreSQL, whatever database the tests themselves run on; its user may create databases."""
    named = os.environ.get("DATABASE_URL", "")
    yield from _url(named if named.startswith("postgres") else "", postgresql.run)


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A real Redis or Valkey of this session's own."""
    yield from _url("", redis.run)


@pytest.fixture(scope="session")
def chromium_path() -> Path:
    """The program of a real Chromium; start it with `tools.judges.CHROMIUM_ARGUMENTS`."""
    return had(judges.chromium)


@pytest.fixture(scope="session")
def axe_script() -> Path:
    """The file of axe-core to run in a page before `axe.run()`."""
    return had(judges.axe_script)


@pytest.fixture(scope="session")
def nu_checker() -> Path:
    """The jar of the Nu HTML checker: `java -jar … --format json -` reads a page from its input."""
    had(elasticsearch.java_home)
    return had(judges.nu_checker)
