"""Places go by arrival; one that is given back goes to the first in line."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cmkc.bookings.actions.booking import book, cancel, give_place, leave_all
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.models import Booking, Offer
from cmkc.core.models import AuditEvent
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, assert_in_order, booked_by, states
from tests.bookings.racing import told

pytestmark = pytest.mark.django_db


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
