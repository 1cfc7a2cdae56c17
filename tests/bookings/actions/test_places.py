"""However many ask at once, and wherever a process dies, places go by arrival and to nobody twice."""

import contextlib
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, transaction

from cmkc.accounts.models import User
from cmkc.bookings.actions.booking import book, cancel, leave_all
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.models import Booking
from cmkc.core.counters import wrong
from tests import proofs
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, assert_in_order, crowd, states
from tests.bookings.racing import at_once, kept_tasks, told

__all__ = ["kept_tasks"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("kept_tasks")]
ROOT = Path(__file__).resolve().parents[3]


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


def test_one_person_with_many_windows_has_one_booking_and_takes_one_number():
    offer, user = OfferFactory(capacity=3), UserFactory()
    assert at_once(8, lambda _: book(offer, user), range(24)) == []
    book(offer, UserFactory())
    assert states(offer) == "bb"
    assert_in_order(offer)
    assert len(told("booking.booked")) == 2


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


def test_places_given_back_at_once_go_to_as_many_who_wait_first():
    offer = OfferFactory(capacity=12)
    for user in crowd(30):
        book(offer, user)
    leaving = list(offer.bookings.booked())
    assert at_once(8, lambda booking: cancel(booking, by=booking.user), [*leaving, *leaving]) == []
    assert states(offer) == "c" * 12 + "b" * 12 + "w" * 6
    assert_in_order(offer)
    assert len(told("booking.promoted")) == 12


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


KILLS = 16
"""More points than giving a place back has statements: the last children come through."""


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
    assert wrong("bookings.") == []
    handed_on = found.count("cbw")
    assert handed_on >= outcomes.count("done")
    assert len(told("booking.promoted")) == handed_on
    for mine, *_rest in lines:
        cancel(mine, by=mine.user)
    assert {states(offer) for offer in offers} == {"cbw"}
    assert told("booking.promoted").count(people[1].pk) == KILLS
    for offer in offers:
        assert_in_order(offer)
