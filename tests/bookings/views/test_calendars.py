"""Calendar files: what a booking is in a calendar, and an address that can be closed."""

import re

import icalendar
import pytest
from django.urls import reverse

from cmkc.bookings.actions.booking import book, cancel
from cmkc.bookings.actions.offers import change
from cmkc.core.audiences import group
from tests.accounts.factories import UserFactory
from tests.bookings import things
from tests.bookings.factories import OfferFactory, booked_by
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def events(answer):
    assert answer["Content-Type"].startswith("text/calendar")
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(answer.content).walk("VEVENT")}


def feed_address(client):
    """The address that the page shows, as a calendar program would be given it."""
    page = client.post(reverse("bookings:renew_feed"), follow=True).content.decode()
    return re.search(r"https?://[^/]+(/me/bookings/[^<]+\.ics)<", page)[1]


def test_one_booking_keeps_its_uid_and_raises_its_sequence_with_each_change(client, member, manager):
    offer = OfferFactory(capacity=1, time_zone="Europe/Berlin", place="Hall; 4", label="Morning")
    (first,) = booked_by(offer, 1)
    booking = book(offer, member)
    address = reverse("bookings:calendar", args=[booking.pk])
    seen = []

    def look():
        ((uid, event),) = events(client.get(address)).items()
        seen.append((uid, event["SEQUENCE"], str(event["STATUS"])))
        return event

    event = look()
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert str(event["LOCATION"]) == "Hall; 4"
    assert str(event["SUMMARY"]) == "Workshop granulation – Morning"
    cancel(first, by=first.user)
    look()
    change(offer, {"place": "Hall 5"}, by=manager)
    look()
    cancel(booking, by=member)
    look()
    assert len({uid for uid, *_rest in seen}) == 1
    assert [(number, state) for _uid, number, state in seen] == [
        (0, "TENTATIVE"), (1, "CONFIRMED"), (2, "CONFIRMED"), (3, "CANCELLED"),
    ]  # fmt: skip
    assert b"METHOD:CANCEL" in client.get(address).content


def test_the_feed_needs_no_sign_in_and_an_old_address_shows_nothing(client, member):
    booking = book(OfferFactory(), member)
    booked_by(OfferFactory(), 1)
    address = feed_address(client)
    client.logout()
    assert list(events(client.get(address))) == [f"{booking.uid}@localhost"]
    client.force_login(member)
    other = feed_address(client)
    assert client.get(address).status_code == 404
    assert client.get(other).status_code == 200
    client.post(reverse("bookings:stop_feed"))
    assert client.get(other).status_code == 404


def test_a_changed_letter_and_somebody_who_left_open_nothing(client, member):
    address = feed_address(client)
    assert client.get(address.replace(".ics", "x.ics")).status_code == 404
    assert client.get(reverse("bookings:feed", args=["nothing"])).status_code == 404
    member.is_active = False
    member.save()
    assert client.get(address).status_code == 404


def test_the_feed_says_what_was_cancelled_and_names_nothing_that_one_may_not_see(client, member):
    booking = book(OfferFactory(), member)
    cancel(booking, by=member)
    things.audiences["granulation"] = group(4711)
    (event,) = events(client.get(feed_address(client))).values()
    assert str(event["STATUS"]) == "CANCELLED"
    assert "granulation" not in str(event["SUMMARY"])


def test_the_feed_costs_as_much_for_many(client, member):
    book(OfferFactory(), member)
    address = feed_address(client)
    before = cold_cost(client, address)
    for _ in range(10):
        book(OfferFactory(), member)
    assert cold_cost(client, address) == before
