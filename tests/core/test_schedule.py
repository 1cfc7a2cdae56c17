"""A due time is met once by whoever sees it first; what was missed is made up for once."""

import threading
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from cmkc.core import schedule, tasks
from cmkc.core.models import ScheduledRun
from cmkc.core.schedule import Clock, Recurring, every, recurring

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 10, 12, 0, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def alone(settings):
    """Keeps tasks in the database; only what a test declares recurs, and it is forgotten afterwards."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}
    kept = [(registry, dict(registry._entries)) for registry in (recurring, tasks.registry)]
    recurring._entries.clear()
    yield
    for registry, entries in kept:
        registry._entries.clear()
        registry._entries.update(entries)


def declare(name="tests.recurs", **given):
    return every(name, **(given or {"seconds": 5}))(lambda: None)


def started():
    return DBTaskResult.objects.count()


def end_all():
    DBTaskResult.objects.update(status="SUCCESSFUL")


@pytest.mark.parametrize("wrong", [{}, {"seconds": 0}, {"hours": 12, "at": "03:00"}, {"seconds": -5}])
def test_a_period_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r"tests\.wrong"):
        every("tests.wrong", **wrong)


def test_a_recurring_function_is_a_task_of_the_same_name():
    declare("tests.plain")
    assert "tests.plain" in tasks.registry

    @every("tests.heavy", hours=24)
    @tasks.task("tests.heavy", queue="heavy", attempts=2)
    def heavy():
        """Do nothing."""

    assert tasks.registry["tests.heavy"].queue == "heavy"


@pytest.mark.parametrize(
    ("period", "at", "now", "due"),
    [
        (timedelta(seconds=5), None, NOON, NOON.replace(second=0)),
        (timedelta(seconds=5), None, NOON.replace(second=5), NOON.replace(second=5)),
        (timedelta(hours=1), None, NOON, NOON.replace(second=0)),
        (timedelta(hours=24), None, NOON, NOON.replace(hour=0, second=0)),
        (timedelta(hours=24), time(3), NOON, NOON.replace(hour=3, second=0)),
        (timedelta(hours=24), time(12), NOON.replace(second=0), NOON.replace(second=0)),
        (timedelta(hours=24), time(13), NOON, NOON.replace(day=9, hour=13, second=0)),
    ],
)
def test_due_times_are_the_same_for_every_worker(period, at, now, due):
    assert Recurring("x", period, at, None).due_at(now) == due


def test_a_time_of_day_follows_the_clock_of_the_site(settings):
    settings.TIME_ZONE = "America/New_York"
    zone, three = ZoneInfo("America/New_York"), Recurring("x", timedelta(hours=24), time(3), None)
    before, after = datetime(2026, 3, 7, 12, tzinfo=zone), datetime(2026, 3, 8, 12, tzinfo=zone)  # summer time began
    assert three.due_at(before) == datetime(2026, 3, 7, 8, 0, tzinfo=UTC)
    assert three.due_at(after) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


def test_a_due_time_is_met_once_by_many_workers():
    declare()
    with time_machine.travel(NOON, tick=False):
        clocks = [Clock() for _ in range(3)]
        assert [clock.tick() for clock in clocks] == [["tests.recurs"], [], []]
        assert [clock.tick() for clock in clocks] == [[], [], []]
    assert started() == 1
    run = ScheduledRun.objects.get()
    assert (run.due_at, run.result) == (NOON.replace(second=0), DBTaskResult.objects.get().pk)


@pytest.mark.django_db(transaction=True)
def test_workers_that_look_at_the_same_moment_make_one_run():
    declare()
    barrier, found = threading.Barrier(4), []

    def look():
        barrier.wait(5)
        found.extend(Clock().tick())
        connections.close_all()

    with time_machine.travel(NOON, tick=False):
        threads = [threading.Thread(target=look) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert found == ["tests.recurs"]
    assert (started(), ScheduledRun.objects.count()) == (1, 1)


def test_the_database_itself_lets_a_due_time_be_met_once():
    declare()
    due_at = NOON.replace(second=0)
    assert schedule._start_once("tests.recurs", due_at, only_note=False)
    assert not schedule._start_once("tests.recurs", due_at, only_note=False)
    assert (started(), ScheduledRun.objects.count()) == (1, 1)  # the second one's task went with its run


def test_times_missed_while_all_was_stopped_are_made_up_for_once():
    declare(hours=24, at="03:00")
    with time_machine.travel(NOON - timedelta(days=5), tick=False) as now:
        assert Clock().tick() == []  # first sight at noon: a nightly task waits for its night
        now.move_to(NOON - timedelta(days=4))
        assert Clock().tick() == ["tests.recurs"]
        end_all()
        now.move_to(NOON)
        clock = Clock()
        assert clock.tick() == ["tests.recurs"]
        end_all()
        now.shift(60)
        assert clock.tick() == []
        now.move_to(NOON + timedelta(days=1))
        assert clock.tick() == ["tests.recurs"]
    assert started() == 3


def test_a_frequent_task_starts_at_first_sight():
    declare(seconds=5)
    assert Clock().tick() == ["tests.recurs"]


def test_a_task_is_not_started_again_before_it_has_ended():
    declare()
    with time_machine.travel(NOON, tick=False) as now:
        clock = Clock()
        clock.tick()
        for _ in range(3):
            now.shift(5)
            assert clock.tick() == []
        end_all()
        assert clock.tick() == ["tests.recurs"]
    assert started() == 2


def test_a_clock_set_back_starts_nothing_twice():
    declare()
    with time_machine.travel(NOON, tick=False) as now:
        Clock().tick()
        end_all()
        now.shift(-60)
        assert Clock().tick() == []


def test_a_task_with_nothing_to_do_leaves_no_trace():
    asked = []
    declare(seconds=5, when=lambda: bool(asked.append(1)))
    with time_machine.travel(NOON, tick=False):
        clock = Clock()
        assert clock.tick() == clock.tick() == []
    assert asked == [1]
    assert (started(), ScheduledRun.objects.count()) == (0, 0)


def test_while_nothing_is_due_a_look_at_the_clock_costs_no_query():
    declare()
    with time_machine.travel(NOON, tick=False) as now:
        clock = Clock()
        clock.tick()
        now.shift(1)
        with CaptureQueriesContext(connection) as queries:
            clock.tick()
    assert len(queries) == 0


def test_one_that_goes_wrong_is_logged_and_keeps_no_other_waiting(caplog):
    declare("tests.broken", seconds=5, when=lambda: 1 / 0)
    declare("tests.recurs", seconds=5)
    assert Clock().tick() == ["tests.recurs"]
    assert "recurring task tests.broken could not be started" in caplog.text


def test_a_recurring_task_goes_ahead_of_a_long_queue():
    declare()
    tasks.task("tests.ordinary")(print)
    tasks.later("tests.ordinary")
    Clock().tick()
    assert DBTaskResult.objects.ready().first().args_kwargs["args"][0] == "tests.recurs"


def test_on_a_backend_that_keeps_no_results_the_run_is_noted_all_the_same(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": ["default"]}}
    declare()
    assert Clock().tick() == ["tests.recurs"]
    assert ScheduledRun.objects.get().result is None
