"""The door that `make bench` serves: the site as it is, the empty view without middleware, and three switches.

A request with `X-Bench-Cold` finds an empty cache; one with `X-Bench-Count` is told its number of queries.
"""

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test.utils import override_settings

from cmkc.wsgi import application as site

EMPTY = "/bench/empty/"


class BareHandler(WSGIHandler):
    """Django without any middleware."""

    def load_middleware(self, is_async: bool = False) -> None:  # noqa: FBT001, FBT002  (Django's signature)
        """Build the chain as if no middleware were named in the settings."""
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)


bare = BareHandler()


class Counter:
    """Counts what goes to the database."""

    def __init__(self) -> None:
        self.queries = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """Let one query through, and count it."""
        self.queries += 1
        return execute(*arguments)


def counted(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Answer with the number of queries in a header of its own."""
    counter = Counter()

    def started(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Bench-Queries", str(counter.queries))], *rest)

    with connection.execute_wrapper(counter):
        return site(environ, started)


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """Choose between the empty view and the site."""
    if environ["PATH_INFO"] == EMPTY:
        return bare(environ, start_response)
    if "HTTP_X_BENCH_COLD" in environ:
        cache.clear()
    if "HTTP_X_BENCH_COUNT" in environ:
        return counted(environ, start_response)
    return site(environ, start_response)
