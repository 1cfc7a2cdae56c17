"""Two engines as one: when the first fails or is slow, the second answers the same question, and says so."""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from search.engines.base import Answer, Engine, EngineUnavailable, Health, Outcome, Request
from search.models import SearchDocument

FAILURES = 2
SLOW_SECONDS = 0.8
OPEN_SECONDS = 10.0

log = logging.getLogger(__name__)


class Breaker:
    """Remembers failures: after two, or a slow one, the first engine rests for 10 s; then one try goes through."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_at = 0.0

    def may_try(self) -> bool:
        """Tell whether the first engine may be asked now; while a try is under way, others wait their turn."""
        with self._lock:
            now = time.monotonic()
            if self._failures < FAILURES:
                return True
            if now < self._closed_at:
                return False
            self._closed_at = now + OPEN_SECONDS  # this caller tries; the others keep to the second engine meanwhile
            return True

    def succeeded(self, seconds: float) -> None:
        """Note an answer; a slow one counts like two failures."""
        with self._lock:
            self._failures = FAILURES if seconds > SLOW_SECONDS else 0
            self._closed_at = time.monotonic() + OPEN_SECONDS

    def failed(self, seconds: float) -> None:
        """Note a failure; a slow one counts twice."""
        with self._lock:
            self._failures += FAILURES if seconds > SLOW_SECONDS * 0.9 else 1
            self._closed_at = time.monotonic() + OPEN_SECONDS

    @property
    def is_open(self) -> bool:
        """Whether the first engine is being left alone."""
        with self._lock:
            return self._failures >= FAILURES and time.monotonic() < self._closed_at


class FailoverEngine(Engine):
    """Asks the first engine, and the second while the first can't answer."""

    name: ClassVar[str] = "failover"

    def __init__(self, first: Engine, second: Engine) -> None:
        self.first, self.second = first, second
        self.breaker = Breaker()

    def search(self, request: Request) -> Answer:
        """Answer a question; one that the first engine could not answer is marked as degraded."""
        if self.breaker.may_try():
            begun = time.monotonic()
            try:
                answer = self.first.search(request)
            except EngineUnavailable as error:
                self.breaker.failed(time.monotonic() - begun)
                log.warning("%s does not answer, %s does: %s", self.first.name, self.second.name, error)
            else:
                self.breaker.succeeded(time.monotonic() - begun)
                return answer
        return replace(self.second.search(request), degraded=True)

    def apply(self, documents: Iterable[SearchDocument], *, building: bool = False) -> list[Outcome]:
        """Carry documents to the first engine; the second reads the projection itself. Raises: EngineUnavailable."""
        return self.first.apply(documents, building=building)

    def rebuild(self) -> None:
        """Build both anew. Raises: EngineUnavailable."""
        self.second.rebuild()
        self.first.rebuild()

    def health(self) -> Health:
        """Say how the first engine is; search as a whole works as long as the second does."""
        first, second = self.first.health(), self.second.health()
        return Health(self.name, ok=second.ok, detail=f"{first.engine}: {first.detail or first.ok}")
