"""A code opens one booking, for some minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from cmkc.bookings.codes import booking_of, code_of, good_until
from tests.bookings.factories import OfferFactory, booked_by

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, 7, tzinfo=UTC)


def test_a_code_is_found_in_any_writing_until_it_is_too_old():
    offer = OfferFactory()
    first, second = booked_by(offer, 2)
    code = code_of(second, NOW)
    assert booking_of(offer, f" {code.lower()} ", NOW) == second
    assert booking_of(offer, code, good_until(NOW) - timedelta(seconds=1)) == second
    assert booking_of(offer, code, good_until(NOW)) is None
    assert timedelta(minutes=15) <= good_until(NOW) - NOW <= timedelta(minutes=30)
    assert booking_of(offer, code.replace("2-", "1-"), NOW) is None
    assert code_of(first, NOW)[2:] != code[2:]


def test_a_code_opens_no_other_date():
    (booking,), other = booked_by(OfferFactory(), 1), OfferFactory()
    booked_by(other, 1)
    assert booking_of(other, code_of(booking, NOW), NOW) is None


@pytest.mark.parametrize("typed", ["", "-", "1", "1-", "²-AAAA", "99999999999999999999-AAAAAAAA", "1-é", "x-AAAA"])
def test_what_is_no_code_finds_nothing(typed):
    offer = OfferFactory()
    booked_by(offer, 1)
    assert booking_of(offer, typed, NOW) is None
