"""One visitor on one connection: requests as a browser sends them, timed."""

import http.client
import statistics
import time
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Answer:
    """What came back, as sent."""

    status: int
    seconds: float
    body_bytes: int
    headers: dict[str, str]


@dataclass
class Timing:
    """Many answers to one question."""

    answers: list[Answer] = field(default_factory=list)
    processor_seconds: float = 0.0

    @property
    def processor_ms(self) -> float:
        """Processor time of the server a request, in milliseconds."""
        return 1000 * self.processor_seconds / len(self.answers)

    def percentile_ms(self, percent: int) -> float:
        """The time that `percent` of the answers did not exceed, in milliseconds."""
        times = [1000 * answer.seconds for answer in self.answers]
        return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


class Visitor:
    """A keep-alive connection to the server; opened again when the server closes it."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Host": "localhost", "Accept-Encoding": "gzip", "Accept": "text/html"}
        if cookie:
            self.headers["Cookie"] = cookie

    def get(self, address: str, **extra: str) -> Answer:
        """Ask for one page; words of extra headers are joined by dashes."""
        headers = {**self.headers, **{name.replace("_", "-"): value for name, value in extra.items()}}
        began = time.perf_counter()
        self.connection.request("GET", address, headers=headers)
        answer = self.connection.getresponse()
        body = answer.read()
        seconds = time.perf_counter() - began
        return Answer(answer.status, seconds, len(body), {name.lower(): value for name, value in answer.getheaders()})

    def close(self) -> None:
        """End the connection."""
        self.connection.close()
