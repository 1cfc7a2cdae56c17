"""Dates change, grow, shrink and are called off; everybody concerned is told, and the counters stay right."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cmkc.bookings.actions.booking import cancel
from cmkc.bookings.actions.offers import call_off, change, offer
from cmkc.core.counters import wrong
from cmkc.core.models import AuditEvent
from tests.bookings.factories import OfferFactory, assert_in_order, booked_by, states
from tests.bookings.racing import told
from tests.bookings.things import KIND

pytestmark = pytest.mark.django_db


def test_an_offer_moves_its_waiting_list_until_a_day_before():
    starts = timezone.now() + timedelta(days=5)
    made = offer(KIND, "granulation", starts=starts, ends=starts + timedelta(hours=1), capacity=3)
    assert made.starts == starts.replace(second=0, microsecond=0)
    assert made.cut_off == made.starts - timedelta(days=1)
    assert (made.booked, made.waiting, made.sequence) == (0, 0, 0)


@pytest.mark.parametrize("wrong", [{"time_zone": "Mars/Base"}, {"cut_off": timezone.now() + timedelta(days=9)}])
def test_what_does_not_fit_together_is_refused(wrong):
    starts = timezone.now() + timedelta(days=5)
    with pytest.raises(ValidationError):
        offer(KIND, "granulation", starts=starts, ends=starts + timedelta(hours=1), capacity=3, **wrong)


def test_more_places_go_to_the_first_who_wait(manager):
    made = OfferFactory(capacity=1)
    waiting = booked_by(made, 5)[1:]
    assert change(made, {"capacity": 3}, by=manager) == ["capacity"]
    assert states(made) == "bbbww"
    assert told("booking.promoted") == [one.user_id for one in waiting[:2]]
    assert told("booking.changed") == []
    assert_in_order(made)


def test_with_fewer_places_nobody_loses_one_and_nobody_moves_up_too_early(manager):
    made = OfferFactory(capacity=3)
    first, second, *_ = booked_by(made, 4)
    change(made, {"capacity": 2}, by=manager)
    made.refresh_from_db()
    assert (states(made), made.over, made.free) == ("bbbw", 1, 0)
    cancel(first, by=first.user)
    assert states(made) == "cbbw"
    cancel(second, by=second.user)
    assert states(made) == "ccbb"
    assert_in_order(made)


def test_another_time_raises_the_sequence_and_is_told_once(manager):
    made = OfferFactory(capacity=1)
    users = [one.user_id for one in booked_by(made, 2)]
    later = made.starts + timedelta(hours=1)
    assert change(made, {"starts": later, "capacity": 1}, by=manager) == ["starts"]
    assert change(made, {"starts": later}, by=manager) == []
    made.refresh_from_db()
    assert made.sequence == 1
    assert told("booking.changed") == users
    assert AuditEvent.objects.get(verb="bookings.offer.changed").data["changed"] == ["starts"]


def test_calling_off_cancels_all_and_tells_all_once(manager):
    made = OfferFactory(capacity=1)
    users = [one.user_id for one in booked_by(made, 3)]
    assert call_off(made, by=manager, reason="The dryer is broken.")
    assert not call_off(made, by=manager)
    assert states(made) == "ccc"
    assert told("booking.cancelled") == users
    assert told("booking.promoted") == []
    assert wrong("bookings.") == []
    assert change(made, {"capacity": 9}, by=manager) == []
    assert AuditEvent.objects.filter(verb="bookings.offer.cancelled", actor=manager).count() == 1
