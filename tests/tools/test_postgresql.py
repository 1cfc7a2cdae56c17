"""A PostgreSQL of its own for tests: started, used, gone."""

import psycopg
import pytest

from tools import postgresql
from tools.processes import StartError

pytestmark = [pytest.mark.once, pytest.mark.postgresql]


def test_its_user_may_create_databases_and_its_version_is_new_enough(postgresql_url):
    with psycopg.connect(postgresql_url) as connection:
        assert connection.info.server_version >= 150000
        row = connection.execute("SELECT rolcreatedb FROM pg_roles WHERE rolname = current_user").fetchone()
    assert row == (True,)


def test_a_started_server_is_gone_after_it_is_stopped():
    server = postgresql.run()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.stop()
    assert not server.folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(server.url, connect_timeout=2)


def test_without_postgresql_the_package_to_install_is_named(monkeypatch):
    monkeypatch.setattr(postgresql, "_version", lambda _program: 14)
    with pytest.raises(StartError, match="package `postgresql`"):
        postgresql.programs()
