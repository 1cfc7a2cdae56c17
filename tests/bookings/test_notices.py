"""People are told what holds when they read it, and nothing about what they may not see."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc.bookings.actions.booking import book, cancel
from cmkc.bookings.actions.offers import call_off
from cmkc.core.audiences import group
from cmkc.core.notices import kinds, subjects
from cmkc.notices.models import Notice
from tests.accounts.factories import UserFactory
from tests.bookings import things
from tests.bookings.factories import OfferFactory, booked_by
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db


def found(offer, *readers):
    return subjects["booking-offer"].find([str(offer.pk)], readers)


def test_one_notice_for_each_event_and_reader():
    offer = OfferFactory(capacity=1)
    first, second = booked_by(offer, 2)
    cancel(first, by=first.user)
    run_queued()
    told = Notice.objects.order_by("event__kind", "reader").values_list("event__kind", "reader")
    assert list(told) == [
        ("booking.booked", first.user_id), ("booking.booked", second.user_id), ("booking.promoted", second.user_id),
    ]  # fmt: skip
    assert {kind for kind, _reader in told} <= set(kinds.names())


def test_the_words_follow_the_booking(manager):
    offer = OfferFactory(capacity=1, place="Room 4", label="Morning")
    first, second = booked_by(offer, 2)
    one = found(offer, first.user, second.user)
    assert one[str(offer.pk), first.user_id].title == "Workshop granulation"
    assert "Room 4" in one[str(offer.pk), first.user_id].text
    assert "You have a place." in one[str(offer.pk), first.user_id].text
    assert "waiting list" in one[str(offer.pk), second.user_id].text
    call_off(offer, by=manager, reason="No power.")
    assert "No power." in found(offer, first.user)[str(offer.pk), first.user_id].text


def test_who_booked_nothing_is_told_nothing_and_who_lost_sight_reads_no_name():
    offer, outsider = OfferFactory(), UserFactory()
    booking = book(offer, UserFactory())
    things.audiences["granulation"] = group(4711)
    told = found(offer, booking.user, outsider)
    assert set(told) == {(str(offer.pk), booking.user_id)}
    assert "granulation" not in told[str(offer.pk), booking.user_id].title


def test_many_readers_cost_no_query_each():
    offer = OfferFactory(capacity=30)
    things.audiences["granulation"] = group(1)
    readers = [one.user for one in booked_by(offer, 20)]
    with CaptureQueriesContext(connection) as queries:
        assert len(found(offer, *readers)) == 20
    assert len(queries) == 2
