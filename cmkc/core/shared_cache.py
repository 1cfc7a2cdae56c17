"""The shared cache, which may be down: pages answer without it, and it is asked again a little later.

What stands in a cache can always be made again, so a cache that does not answer is one that is empty. Rate limits,
which must hold, go to the database then (`cmkc.core.buckets`).
"""

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

log = logging.getLogger("cmkc.core")
Answer = TypeVar("Answer")

PATIENCE = 0.5
"""Seconds that one request waits for the server."""
PAUSE = 5.0
"""Seconds for which a server that did not answer is left alone, so that a page waits once and not for each key."""


class SharedCache(RedisCache):
    """Redis or Valkey; empty while the server is down. `add` then says that it wrote: no lock rests on a dead cache."""

    quiet_until = 0.0

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        patience = {"socket_timeout": PATIENCE, "socket_connect_timeout": PATIENCE}
        super().__init__(server, params | {"OPTIONS": patience | params.get("OPTIONS", {})})

    def _or(self, instead: Answer, ask: Callable[[], Answer]) -> Answer:
        """Ask the server; give `instead` when it does not answer, or did not a moment ago."""
        if time.monotonic() < SharedCache.quiet_until:
            return instead
        try:
            return ask()
        except (RedisError, OSError):
            SharedCache.quiet_until = time.monotonic() + PAUSE
            log.warning("the shared cache does not answer; it is left alone for %d seconds", PAUSE)
            return instead

    def add(self, *args: Any, **kwargs: Any) -> bool:
        """Keep a value unless there is one; True while the server is down."""
        return self._or(True, lambda: super(SharedCache, self).add(*args, **kwargs))  # noqa: FBT003

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """Give a value, or `default`."""
        return self._or(default, lambda: super(SharedCache, self).get(key, default, version))

    def set(self, *args: Any, **kwargs: Any) -> None:
        """Keep a value."""
        self._or(None, lambda: super(SharedCache, self).set(*args, **kwargs))

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        """Keep a value for longer; False when it is not there."""
        return self._or(False, lambda: super(SharedCache, self).touch(*args, **kwargs))  # noqa: FBT003

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        """Forget a value; False when it was not there."""
        return self._or(False, lambda: super(SharedCache, self).delete(*args, **kwargs))  # noqa: FBT003

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        """Give the values that there are."""
        return self._or({}, lambda: super(SharedCache, self).get_many(*args, **kwargs))

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        """Tell whether there is a value."""
        return self._or(False, lambda: super(SharedCache, self).has_key(*args, **kwargs))  # noqa: FBT003

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """Add to a number. Raises: ValueError when there is none, as of an empty cache."""
        found = self._or(None, lambda: super(SharedCache, self).incr(key, delta, version))
        if found is None:
            raise ValueError(f"there is no number {key!r} in the cache")
        return found

    def set_many(self, data: dict[Any, Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Keep values; lists the keys that could not be kept."""
        return self._or(list(data), lambda: super(SharedCache, self).set_many(data, *args, **kwargs))

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        """Forget values."""
        self._or(None, lambda: super(SharedCache, self).delete_many(*args, **kwargs))

    def run(self, script: str, key: str, *values: str) -> Any:
        """Run a script on one key, which nothing else can come between; None while the server is down."""

        def ask() -> Any:
            client = self._cache.get_client(write=True)  # Django's cache has no script of its own
            return client.eval(script, 1, self.make_and_validate_key(key), *values)

        return self._or(None, ask)

    def clear(self) -> None:
        """Forget everything."""
        self._or(None, lambda: super(SharedCache, self).clear())
