"""A Redis of its own for tests: started, used, gone."""

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as Refused

from tools import redis
from tools.processes import StartError

pytestmark = pytest.mark.once


def test_a_started_server_keeps_what_it_is_given_and_is_gone_after_it_is_stopped():
    server = redis.run()
    with Redis.from_url(server.url) as client:
        assert client.set("a", "b")
        assert client.get("a") == b"b"
        server.stop()
        assert not server.folder.exists()
        with pytest.raises(Refused):
            client.get("a")


def test_without_one_the_package_to_install_is_named(monkeypatch):
    monkeypatch.setattr(redis, "PROGRAMS", [])
    with pytest.raises(StartError, match="package `redis-server`"):
        redis.program()
