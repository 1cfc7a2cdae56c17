"""A page is measured as a multiple of an empty view, and a limit that it breaks is named."""

import pytest

from bench import measure
from bench.client import Answer, Timing
from bench.pages import Page
from bench.server import Running

pytestmark = pytest.mark.once


class Server(Running):
    """A server whose clock moves by a fixed time for each request."""

    def __init__(self, cost: float) -> None:
        super().__init__(port=0, pid=0, seconds_to_start=0)
        self.cost = cost
        self.asked = 0

    def processor_seconds(self) -> float:
        return self.asked * self.cost

    def answer(self) -> Answer:
        self.asked += 1
        return Answer(status=200, seconds=0.001 * self.asked, body_bytes=1000, headers={})


def test_the_time_of_the_warm_up_does_not_count():
    server = Server(cost=0.02)
    timing = measure.timed(server, server.answer, 10)
    assert server.asked == measure.WARM_UP + 10
    assert timing.processor_ms == pytest.approx(20)


def test_percentiles_are_of_single_answers():
    timing = Timing([Answer(200, seconds / 1000, 0, {}) for seconds in range(1, 102)])
    assert timing.percentile_ms(50) == pytest.approx(51)
    assert timing.percentile_ms(95) == pytest.approx(96)


@pytest.mark.parametrize(
    ("cold", "kept", "not_modified", "expected"),
    [
        (34.9, 5.9, 7.0, []),
        (35.1, 7.0, 5.9, ["cold 35.1 > 35.0"]),
        (20.0, 6.1, 6.2, ["kept 6.1 > 6.0"]),
    ],
)
def test_a_page_over_its_limit_says_which(cold, kept, not_modified, expected):
    figures = {"cold": {"ratio": cold}, "kept": {"ratio": kept}, "304": {"ratio": not_modified}}
    assert measure._over(Page("home", "/"), figures) == expected


def test_a_page_may_be_freed_of_a_limit():
    figures = {"cold": {"ratio": 500.0}, "kept": {"ratio": 500.0}}
    assert measure._over(Page("search", "/", cold_limit=None, kept_limit=None), figures) == []
