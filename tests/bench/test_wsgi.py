"""The door of the benchmark: the empty view passes no middleware, the site is as it is."""

import pytest
from django.core.cache import cache
from django.test import RequestFactory

from bench import wsgi

pytestmark = pytest.mark.django_db


def ask(path: str, **headers: str) -> tuple[str, dict[str, str], bytes]:
    environ = RequestFactory(SERVER_NAME="localhost").get(path, **headers).environ
    started: list[tuple[str, dict[str, str]]] = []
    answer = wsgi.application(environ, lambda status, sent, *_: started.append((status, dict(sent))))
    body = b"".join(answer)
    answer.close()
    return *started[0], body


def test_the_empty_view_has_no_header_of_any_middleware(settings):
    settings.ROOT_URLCONF = "bench.urls"
    status, headers, body = ask(wsgi.EMPTY)
    assert (status, headers, body) == ("200 OK", {"Content-Type": "text/plain"}, b"ok")


def test_the_site_keeps_its_headers(settings):
    settings.ROOT_URLCONF = "bench.urls"
    _, headers, _ = ask("/health/live")
    assert "Content-Security-Policy" in headers
    assert "X-Bench-Queries" not in headers


def test_queries_are_told_only_when_asked_for(settings):
    settings.ROOT_URLCONF = "bench.urls"
    _, headers, _ = ask("/health/live", HTTP_X_BENCH_COUNT="1")
    assert headers["X-Bench-Queries"].isdecimal()


def test_a_cold_request_finds_an_empty_cache(settings):
    settings.ROOT_URLCONF = "bench.urls"
    cache.set("kept", "from before")
    ask("/health/live", HTTP_X_BENCH_COLD="1")
    assert cache.get("kept") is None
