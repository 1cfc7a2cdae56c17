"""The page where a place is booked says clearly how things stand, and books once."""

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from cmkc.bookings.actions.booking import cancel
from cmkc.bookings.actions.offers import call_off
from cmkc.core.audiences import PUBLIC, group
from tests.accounts.factories import UserFactory
from tests.bookings import things
from tests.bookings.factories import OfferFactory, booked_by, states
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    user = UserFactory()
    client.force_login(user)
    return user


def page_of(offer):
    return reverse("bookings:book", args=[offer.pk])


def test_a_visitor_is_asked_to_sign_in(client):
    offer = OfferFactory()
    assert "/accounts/login/" in client.get(page_of(offer))["Location"]
    assert "/accounts/login/" in client.post(page_of(offer))["Location"]
    assert states(offer) == ""


def test_a_free_place_is_booked_and_the_page_says_so(client, member):
    offer = OfferFactory()
    assert "2 of 2 free" in client.get(page_of(offer)).content.decode()
    answer = client.post(page_of(offer), follow=True)
    assert "You have a place." in answer.content.decode()
    client.post(page_of(offer))
    assert states(offer) == "b"
    assert answer["Cache-Control"] == "private, no-store"


def test_a_full_date_offers_the_waiting_list_and_says_who_is_ahead(client, member):
    offer = OfferFactory(capacity=1)
    booked_by(offer, 3)
    assert "Join the waiting list" in client.get(page_of(offer)).content.decode()
    assert "2 people wait before you" in client.post(page_of(offer), follow=True).content.decode()
    assert "2 people wait before you" in client.get(page_of(offer)).content.decode()


def test_after_the_cut_off_who_waits_can_take_a_free_place(client, member, time_machine):
    offer = OfferFactory(capacity=1)
    (first,) = booked_by(offer, 1)
    client.post(page_of(offer))
    time_machine.move_to(offer.cut_off, tick=False)
    cancel(first, by=first.user)
    client.force_login(member)
    assert "Take the place" in client.get(page_of(offer)).content.decode()
    client.post(page_of(offer))
    assert states(offer) == "cb"


def test_a_refused_booking_says_why(client, member, manager):
    offer = OfferFactory(capacity=1, waiting_list=False)
    booked_by(offer, 1)
    assert "No place is free." in client.post(page_of(offer)).content.decode()
    call_off(offer, by=manager, reason="No power.")
    answer = client.post(page_of(offer)).content.decode()
    assert "takes no bookings any more" in answer
    assert "No power." in answer


def test_what_is_not_for_the_reader_is_not_there(client, member):
    offer = OfferFactory()
    things.audiences["granulation"] = group(4711)
    assert client.get(page_of(offer)).status_code == client.post(page_of(offer)).status_code == 404
    things.audiences["granulation"] = PUBLIC
    assert client.get(page_of(offer)).status_code == 200
    things.gone.add("granulation")
    assert client.get(page_of(offer)).status_code == 404


def test_too_many_bookings_are_refused_with_a_time(client, member, settings):
    settings.LIMITS_FACTOR = 1
    offer = OfferFactory()
    answers = [client.post(page_of(offer)) for _ in range(31)]
    assert answers[-1].status_code == 200
    assert "too often" in answers[-1].content.decode()


def test_the_page_costs_as_much_for_many_bookings(client, member):
    offer = OfferFactory(capacity=1)
    before = cold_cost(client, page_of(offer))
    booked_by(offer, 30)
    assert cold_cost(client, page_of(offer)) == before


def test_the_box_lists_what_is_ahead_and_holds_no_form():
    offer = OfferFactory(capacity=1, label="Morning")
    booked_by(offer, 1)
    OfferFactory(starts=timezone.now() - timezone.timedelta(hours=1))
    box = Template("{% load bookings %}{% booking_box 'test-workshop' 'granulation' %}").render(Context())
    assert box.count(page_of(offer)) == 1
    assert "all places are taken; there is a waiting list" in box
    assert "<form" not in box
