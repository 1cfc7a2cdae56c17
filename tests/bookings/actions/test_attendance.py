"""Marks are added, never changed."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from cmkc.bookings.actions.attendance import mark
from cmkc.bookings.actions.places import BookingRefusedError
from cmkc.bookings.models import AttendanceMark
from tests.bookings.factories import OfferFactory, booked_by

pytestmark = pytest.mark.django_db


def soon():
    return OfferFactory(starts=timezone.now() + timedelta(hours=1), capacity=2)


def test_a_correction_is_another_mark_and_the_latest_counts(manager):
    offer = soon()
    first, second, waiting = booked_by(offer, 3)
    assert mark(offer, {first.pk: True, second.pk: False, waiting.pk: True}, by=manager, how="list") == 2
    assert mark(offer, {first.pk: True, second.pk: True}, by=manager, how="code") == 1
    assert list(offer.bookings.with_attendance().in_order().values_list("present", flat=True)) == [True, True, None]
    assert list(AttendanceMark.objects.order_by("pk").values_list("booking", "present", "how")) == [
        (first.pk, True, "list"), (second.pk, False, "list"), (second.pk, True, "code"),
    ]  # fmt: skip


def test_the_database_refuses_to_change_a_mark(manager):
    offer = soon()
    (booking,) = booked_by(offer, 1)
    mark(offer, {booking.pk: True}, by=manager, how="list")
    for write in (
        lambda: AttendanceMark.objects.update(present=False),
        lambda: AttendanceMark.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()


def test_nobody_is_marked_days_before(manager):
    offer = OfferFactory()
    (booking,) = booked_by(offer, 1)
    with pytest.raises(BookingRefusedError, match="early"):
        mark(offer, {booking.pk: True}, by=manager, how="list")


def test_a_booking_of_another_date_is_left_out(manager):
    (other,) = booked_by(OfferFactory(), 1)
    assert mark(soon(), {other.pk: True}, by=manager, how="list") == 0
