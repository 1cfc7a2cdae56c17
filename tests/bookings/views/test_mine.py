"""One's own bookings, and nobody else's."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmkc.bookings.actions.booking import book, cancel
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, booked_by, states
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
OWN = ("booking", "cancel", "calendar", "code")


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_the_list_shows_what_is_ahead_and_what_is_over(client, member):
    assert "No booking ahead" in client.get(reverse("bookings:mine")).content.decode()
    ahead, over = book(OfferFactory(key="ahead"), member), book(OfferFactory(key="over"), member)
    cancel(over, by=member)
    booked_by(OfferFactory(key="others"), 1)
    text = client.get(reverse("bookings:mine")).content.decode()
    assert text.index("Workshop ahead") < text.index("Over or cancelled") < text.index("Workshop over")
    assert ahead.get_own_url() in text
    assert "others" not in text


def test_the_list_costs_as_much_for_many(client, member):
    book(OfferFactory(), member)
    before = cold_cost(client, reverse("bookings:mine"))
    for _ in range(10):
        book(OfferFactory(), member)
    assert cold_cost(client, reverse("bookings:mine")) == before


@pytest.mark.parametrize("name", OWN)
def test_anothers_booking_is_not_there(client, member, name):
    offer = OfferFactory(starts=timezone.now() + timedelta(hours=1), capacity=1)
    (booking,) = booked_by(offer, 1)
    address = reverse(f"bookings:{name}", args=[booking.pk])
    assert client.get(address).status_code == 404
    if name == "cancel":
        assert client.post(address).status_code == 404
        assert states(offer) == "b"


def test_cancelling_asks_first(client, member):
    offer = OfferFactory()
    address = reverse("bookings:cancel", args=[book(offer, member).pk])
    assert "Cancel “Workshop granulation”?" in client.get(address).content.decode()
    assert states(offer) == "b"
    assert "Your booking is cancelled." in client.post(address, follow=True).content.decode()
    assert states(offer) == "c"


def test_the_code_is_shown_near_the_date_to_who_has_a_place_and_is_drawn(client, member, time_machine):
    offer = OfferFactory(capacity=1)
    booking = book(offer, member)
    picture = reverse("bookings:code", args=[booking.pk])
    assert client.get(picture).status_code == 404
    time_machine.move_to(offer.starts - timedelta(hours=2), tick=False)
    client.force_login(member)
    text = client.get(booking.get_own_url()).content.decode()
    assert re.search(r">1-[A-Z2-7]{8}<", text)
    assert picture in text
    drawn = client.get(picture)
    assert drawn["Content-Type"] == "image/svg+xml"
    assert b"<svg" in drawn.content
    waits = book(offer, UserFactory())
    client.force_login(waits.user)
    assert "Your code" not in client.get(waits.get_own_url()).content.decode()
