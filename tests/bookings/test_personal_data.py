"""Who leaves takes their bookings away, and gives the places back."""

import io
import json
import zipfile

import pytest

from cmkc.accounts.actions.erasure import erase, export
from cmkc.bookings.actions.booking import book
from cmkc.bookings.actions.feeds import renew
from cmkc.bookings.models import CalendarFeed
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, states

pytestmark = pytest.mark.django_db


def test_bookings_are_exported_without_the_address_of_the_feed():
    user = UserFactory()
    book(OfferFactory(), user)
    feed = renew(user)
    packed = zipfile.ZipFile(io.BytesIO(export(user)))
    assert json.loads(packed.read("bookings-bookings.json"))[0]["offer__key"] == "granulation"
    assert feed.nonce not in packed.read("bookings-calendar_feed.json").decode()


def test_places_ahead_are_given_back_and_the_feed_is_closed():
    user, offer = UserFactory(), OfferFactory(capacity=1)
    book(offer, user)
    book(offer, UserFactory())
    renew(user)
    erase(user, by=user)
    assert states(offer) == "cb"
    assert not CalendarFeed.objects.exists()
