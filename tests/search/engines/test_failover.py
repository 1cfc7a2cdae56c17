import time

import pytest

from search.engines import failover
from search.engines.base import Answer, Engine, EngineUnavailable, Health, Request
from search.engines.failover import FailoverEngine

pytestmark = pytest.mark.once
QUESTION = Request(frozenset({"public"}))


class Scripted(Engine):
    """Answers, fails or dawdles as it is told, and counts how often it was asked."""

    def __init__(self, name):
        self.name = name
        self.asked = 0
        self.broken = False
        self.seconds = 0.0
        self.clock = None

    def search(self, request):
        self.asked += 1
        if self.clock:
            self.clock.now += self.seconds
        if self.broken:
            raise EngineUnavailable("gone")
        return Answer([], 0, {}, self.name)

    def apply(self, documents, *, building=False):
        return []

    def rebuild(self):
        self.asked += 1

    def health(self):
        return Health(self.name, ok=not self.broken)


class Clock:
    """Time that passes when the test says so."""

    now = 1_000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def clock(monkeypatch):
    made = Clock()
    monkeypatch.setattr(failover, "time", made)
    return made


@pytest.fixture
def both(clock):
    engine = FailoverEngine(Scripted("first"), Scripted("second"))
    engine.first.clock = clock
    return engine


def test_the_first_engine_answers_while_it_can(both):
    answer = both.search(QUESTION)
    assert (answer.engine, answer.degraded) == ("first", False)
    assert both.second.asked == 0


def test_a_failure_is_answered_by_the_second_and_says_so(both):
    both.first.broken = True
    answer = both.search(QUESTION)
    assert (answer.engine, answer.degraded) == ("second", True)


def test_after_two_failures_the_first_is_left_alone_for_ten_seconds(both, clock):
    both.first.broken = True
    for _ in range(5):
        both.search(QUESTION)
    assert both.first.asked == 2
    clock.now += 9.9
    assert both.search(QUESTION).engine == "second"
    assert both.first.asked == 2
    clock.now += 0.2
    both.first.broken = False
    assert both.search(QUESTION).engine == "first"
    assert both.search(QUESTION).engine == "first"


def test_a_try_that_fails_closes_the_way_for_ten_more_seconds(both, clock):
    both.first.broken = True
    both.search(QUESTION), both.search(QUESTION)
    clock.now += 10.1
    both.search(QUESTION), both.search(QUESTION), both.search(QUESTION)
    assert both.first.asked == 3


def test_one_failure_between_answers_changes_nothing(both):
    both.search(QUESTION)
    both.first.broken = True
    both.search(QUESTION)
    both.first.broken = False
    assert both.search(QUESTION).engine == "first"
    both.first.broken = True
    both.search(QUESTION)
    both.first.broken = False
    assert both.search(QUESTION).engine == "first"


def test_a_slow_answer_is_given_and_then_the_first_is_left_alone(both):
    both.first.seconds = 0.9
    assert both.search(QUESTION).engine == "first"
    assert both.search(QUESTION).engine == "second"


def test_a_time_out_counts_at_once(both):
    both.first.seconds, both.first.broken = 0.8, True
    both.search(QUESTION)
    both.search(QUESTION)
    assert both.first.asked == 1


def test_search_is_healthy_as_long_as_the_second_engine_is(both):
    both.first.broken = True
    assert both.health().ok
    assert "first" in both.health().detail
    both.second.broken = True
    assert not both.health().ok


def test_both_are_rebuilt(both):
    both.rebuild()
    assert (both.first.asked, both.second.asked) == (1, 1)


@pytest.mark.django_db
def test_a_server_that_is_not_there_costs_less_than_a_second(settings, world, document):
    from search.engines.choice import engine

    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"  # the discard port: nobody listens
    world.put(document("Feeder"))
    began = time.monotonic()
    answer = engine().search(QUESTION)
    assert answer.degraded
    assert answer.total == 1
    assert time.monotonic() - began < 1
    began = time.monotonic()
    engine().search(QUESTION), engine().search(QUESTION)
    assert time.monotonic() - began < 0.3
