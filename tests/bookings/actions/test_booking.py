"""Places go by arrival, to nobody twice, however many ask at once; one given back goes to the first in line."""

import contextlib
import os
import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks import default_task_backend
from django_tasks_db.models import DBTaskResult

from cmkc.accounts.models import User
from cmkc.bookings.actions.booking import book, cancel, give_place, leave_all
from cmkc.bookings.actions.offers import wrong_counts
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.models import Booking, Offer
from cmkc.core.models import AuditEvent
from tests import proofs
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, assert_in_order, booked_by, crowd, states

pytestmark = pytest.mark.django_db
several_connections = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[3]


def told(kind):
    """Who was told of this kind of event, in order."""
    rows = DBTaskResult.objects.order_by("enqueued_at").values_list("args_kwargs", flat=True)
    kept = getattr(default_task_backend, "results", [])
    started = [*(tuple(one.args) for one in kept), *(row["args"] for row in rows)]
    events = [kwargs["event"] for name, _args, kwargs in started if name == "notices.tell"]
    return [user for event in events if event["kind"] == kind for user in event["to"]]


@pytest.fixture
def kept_tasks(settings):
    """Tasks stand in the database: the one of the tests has a queue for each thread."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "heavy"]}}


def at_once(number, work, given):
    """Run `work` on each of `given` in this many threads that begin together; give what failed."""
    left, failed, barrier, lock = iter(given), [], threading.Barrier(number), threading.Lock()

    def run():
        barrier.wait(30)
        try:
            while True:
                with lock:
                    one = next(left, None)
                if one is None:
                    return
                work(one)
        except Exception as error:  # noqa: BLE001  (shown by the assertion of the caller)
            failed.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(300)
    return failed


@several_connections
@pytest.mark.usefixtures("kept_tasks")
@pytest.mark.proof
def test_a_thousand_who_ask_at_once_get_twenty_places_and_the_rest_their_turn():
    threads = 64 if connection.vendor == "postgresql" else 8
    wanted = 1000 if connection.vendor == "postgresql" or proofs.whole() else 100
    offer, people = OfferFactory(capacity=20), crowd(wanted)
    began = time.monotonic()
    assert at_once(threads, lambda user: book(offer, user), people) == []
    seconds = time.monotonic() - began
    assert states(offer) == "b" * 20 + "w" * (wanted - 20)
    assert_in_order(offer)
    assert Booking.objects.values("user").distinct().count() == wanted
    assert sorted(told("booking.booked")) == sorted(user.pk for user in people)
    proofs.record(
        f"bookings-race-{connection.vendor}", bookings=wanted, places=20, threads=threads, seconds=round(seconds, 1)
    )


@several_connections
@pytest.mark.usefixtures("kept_tasks")
def test_one_person_with_many_windows_has_one_booking_and_takes_one_number():
    offer, user = OfferFactory(capacity=3), UserFactory()
    assert at_once(8, lambda _: book(offer, user), range(24)) == []
    book(offer, UserFactory())
    assert states(offer) == "bb"
    assert_in_order(offer)
    assert len(told("booking.booked")) == 2


@several_connections
@pytest.mark.usefixtures("kept_tasks")
@pytest.mark.proof
@pytest.mark.parametrize("seed", range(2))
def test_any_mixture_of_booking_and_giving_back_at_once_keeps_the_order(seed):
    chance = random.Random(seed)
    offer, people = OfferFactory(capacity=7), crowd(40)
    steps = [(chance.choice(people), chance.random() < 0.6) for _ in range(max(160, proofs.full_size(4000)))]

    def step(chosen):
        user, books = chosen
        if books:
            book(offer, user)
        else:
            for booking in user.bookings.live():
                cancel(booking, by=user)

    assert at_once(8, step, steps) == []
    assert_in_order(offer)
    offer.refresh_from_db()
    assert offer.booked == min(7, offer.booked + offer.waiting)
    assert offer.bookings.booked().count() <= 7
    promoted = list(Booking.objects.exclude(promoted_at=None).values_list("user", flat=True))
    assert sorted(told("booking.promoted")) == sorted(promoted)


@several_connections
@pytest.mark.usefixtures("kept_tasks")
def test_places_given_back_at_once_go_to_as_many_who_wait_first():
    offer = OfferFactory(capacity=12)
    for user in crowd(30):
        book(offer, user)
    leaving = list(offer.bookings.booked())
    assert at_once(8, lambda booking: cancel(booking, by=booking.user), [*leaving, *leaving]) == []
    assert states(offer) == "c" * 12 + "b" * 12 + "w" * 6
    assert_in_order(offer)
    assert len(told("booking.promoted")) == 12


def test_whoever_asks_again_has_the_same_booking():
    offer, user = OfferFactory(), UserFactory()
    assert book(offer, user) == book(offer, user)
    assert_in_order(offer)


def test_the_database_itself_refuses_a_second_booking():
    booking = book(OfferFactory(), UserFactory())
    again = Booking(
        offer=booking.offer, user=booking.user, number=9, state="booked", made_at=booking.made_at,
        changed_at=booking.made_at,
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_who_gives_back_and_books_again_stands_behind_all_others():
    offer = OfferFactory(capacity=1)
    first, second = booked_by(offer, 2)
    cancel(first, by=first.user)
    again = book(offer, first.user)
    assert states(offer) == "cbw"
    assert again.number == 3
    assert again.uid != first.uid
    assert told("booking.promoted") == [second.user_id]


def test_giving_back_twice_promotes_once():
    offer = OfferFactory(capacity=1)
    first, *_ = booked_by(offer, 3)
    assert cancel(first, by=first.user)
    assert not cancel(first, by=first.user)
    assert states(offer) == "cbw"
    assert_in_order(offer)


def test_who_waits_and_leaves_frees_no_place():
    offer = OfferFactory(capacity=1)
    _first, second, _third = booked_by(offer, 3)
    cancel(second, by=second.user)
    assert states(offer) == "bcw"
    assert_in_order(offer)


def test_after_the_cut_off_nobody_moves_up_by_themselves_but_a_free_place_can_be_taken(time_machine):
    offer = OfferFactory(capacity=1)
    first, _second, third = booked_by(offer, 3)
    time_machine.move_to(offer.cut_off + timedelta(seconds=1), tick=False)
    cancel(first, by=first.user)
    assert states(offer) == "cww"
    assert book(offer, third.user).state == "booked"
    assert states(offer) == "cwb"
    assert told("booking.promoted") == [third.user_id]


def test_the_last_moment_before_the_cut_off_counts(time_machine):
    offer = OfferFactory(capacity=1)
    first, _second = booked_by(offer, 2)
    time_machine.move_to(offer.cut_off - timedelta(microseconds=1), tick=False)
    cancel(first, by=first.user)
    assert states(offer) == "cb"


def test_a_manager_gives_a_free_place_to_somebody_who_waits(time_machine, manager):
    offer = OfferFactory(capacity=1)
    first, second, third = booked_by(offer, 3)
    with pytest.raises(BookingRefusedError, match="full"):
        give_place(third, by=manager)
    time_machine.move_to(offer.cut_off + timedelta(hours=1), tick=False)
    cancel(first, by=first.user)
    assert give_place(third, by=manager)
    assert not give_place(third, by=manager)
    assert states(offer) == "cwb"
    assert AuditEvent.objects.get(verb="bookings.booking.promoted").data["user"] == third.user_id
    with pytest.raises(BookingRefusedError, match="full"):
        give_place(second, by=manager)


def test_where_nobody_may_wait_the_next_is_refused_and_takes_no_number():
    offer = OfferFactory(capacity=1, waiting_list=False)
    booked_by(offer, 1)
    with pytest.raises(BookingRefusedError, match="full"):
        book(offer, UserFactory())
    offer.refresh_from_db()
    assert (offer.arrivals, offer.waiting) == (1, 0)


@pytest.mark.parametrize("state", ["begun", "cancelled"])
def test_what_has_begun_or_is_called_off_takes_no_booking(state):
    offer = OfferFactory()
    if state == "begun":
        Offer.objects.update(starts=timezone.now(), cut_off=timezone.now() - timedelta(days=1))
    else:
        Offer.objects.update(cancelled_at=timezone.now())
    with pytest.raises(BookingRefusedError, match="closed"):
        book(offer, UserFactory())


def test_ones_own_place_can_be_given_back_until_it_begins_and_by_a_manager_until_it_ends(time_machine, manager):
    offer = OfferFactory()
    first, second = booked_by(offer, 2)
    time_machine.move_to(offer.starts, tick=False)
    with pytest.raises(BookingRefusedError, match="late"):
        cancel(first, by=first.user)
    assert cancel(first, by=manager, manages=True)
    time_machine.move_to(offer.ends, tick=False)
    with pytest.raises(BookingRefusedError, match="late"):
        cancel(second, by=manager, manages=True)
    assert told("booking.cancelled") == [first.user_id]
    assert AuditEvent.objects.filter(verb="bookings.booking.cancelled", actor=manager).count() == 1


def test_nobody_cancels_for_another():
    booking = book(OfferFactory(), UserFactory())
    with pytest.raises(BookingRefusedError):
        cancel(booking, by=UserFactory())


def test_who_leaves_the_site_gives_all_places_back():
    user, offers = UserFactory(), OfferFactory.create_batch(3, capacity=1)
    for offer in offers:
        book(offer, user)
        book(offer, UserFactory())
    leave_all(user)
    assert [states(offer) for offer in offers] == ["cb"] * 3


@several_connections
@pytest.mark.usefixtures("kept_tasks")
def test_of_booking_and_leaving_at_once_no_place_stays_with_who_left():
    offer, people = OfferFactory(capacity=3), crowd(12)

    def step(chosen):
        user, books = chosen
        if books:
            with contextlib.suppress(BookingRefusedError):
                book(offer, user)
            return
        with transaction.atomic():
            leave_all(user)
            User.objects.filter(pk=user.pk).update(is_active=False)

    assert at_once(8, step, [(user, books) for user in people for books in (True, True, False)]) == []
    assert not offer.bookings.live().filter(user__is_active=False).exists()
    assert_in_order(offer)


def test_a_closed_account_books_nothing():
    with pytest.raises(BookingRefusedError, match="left"):
        book(OfferFactory(), UserFactory(is_active=False))


def test_booking_costs_as_much_for_the_first_as_for_the_hundredth():
    offer = OfferFactory(capacity=150)
    book(offer, UserFactory())
    costs = []
    for number in (1, 60):
        booked_by(offer, number)
        user = UserFactory()
        with CaptureQueriesContext(connection) as queries:
            book(offer, user)
        costs.append(len([query for query in queries if "SAVEPOINT" not in query["sql"]]))
    assert costs[0] == costs[1] <= 6


KILLS = 16
"""More points than giving a place back has statements: the last children come through."""


@several_connections
@pytest.mark.usefixtures("kept_tasks")
def test_killed_at_any_point_a_place_is_given_back_and_handed_on_as_a_whole_or_not_at_all():
    offers = OfferFactory.create_batch(KILLS, capacity=1)
    people = crowd(3)
    lines = [[book(offer, user) for user in people] for offer in offers]
    environment = os.environ | {
        "CMKC_TEST_SETTINGS": os.environ["DJANGO_SETTINGS_MODULE"],
        "CMKC_WORKER_DB": str(connection.settings_dict["NAME"]),
        "CMKC_WORKER_LEASE": "18",
        "PYTHONPATH": str(ROOT),
    }
    words = [sys.executable, "-m", "tests.bookings.killed_main", *(str(mine.pk) for mine, *_rest in lines)]
    ran = subprocess.run(words, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    outcomes = [line.split()[1] for line in ran.stdout.splitlines()]
    assert len(outcomes) == KILLS, ran.stderr
    assert outcomes.count("killed") >= 8
    assert outcomes[-1] == "done"
    found = [states(offer) for offer in offers]
    assert set(found) == {"bww", "cbw"}
    assert wrong_counts() == {}
    handed_on = found.count("cbw")
    assert handed_on >= outcomes.count("done")
    assert len(told("booking.promoted")) == handed_on
    for mine, *_rest in lines:
        cancel(mine, by=mine.user)
    assert {states(offer) for offer in offers} == {"cbw"}
    assert told("booking.promoted").count(people[1].pk) == KILLS
    for offer in offers:
        assert_in_order(offer)
