"""Who looks after the bookings does, and nobody else."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from cmkc.bookings.models import Offer
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory, booked_by, states
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
PAGES = ("manage", "change", "call_off", "attendance", "attendance_list", "check_in")


@pytest.mark.parametrize("name", [*PAGES, "cancel_for", "give_place"])
@pytest.mark.parametrize("who", ["member", "administrator"])
def test_the_pages_are_not_there_for_others(client, name, who, manager):
    offer = OfferFactory(capacity=1)
    _first, waiting = booked_by(offer, 2)
    client.force_login(UserFactory(administrator=who == "administrator"))
    address = reverse(f"bookings:{name}", args=[offer.pk] if name in PAGES else [offer.pk, waiting.pk])
    assert client.post(address, {"reason": "x"}).status_code in {404, 405}
    assert client.get(address).status_code in {404, 405}
    assert states(offer) == "bw"


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_answer_the_manager_at_the_same_cost_for_many(client, name, manager):
    offer = OfferFactory(starts=timezone.now() + timedelta(hours=2), capacity=40)
    booked_by(offer, 2)
    client.force_login(manager)
    address = reverse(f"bookings:{name}", args=[offer.pk])
    before = cold_cost(client, address)
    booked_by(offer, 20)
    assert cold_cost(client, address) == before


def posted(offer, **changes):
    zone = ZoneInfo(changes.get("time_zone", offer.time_zone))
    moments = {
        name: f"{getattr(offer, name).astimezone(zone):%Y-%m-%dT%H:%M}" for name in ("starts", "ends", "cut_off")
    }
    plain = {"label": "", "place": "", "time_zone": offer.time_zone, "capacity": offer.capacity, "waiting_list": "on"}
    return plain | moments | changes


def test_times_are_those_of_the_place(client, manager):
    offer = OfferFactory(time_zone="Europe/Berlin")
    client.force_login(manager)
    day = f"{offer.starts:%Y-%m-%d}"
    typed = {"starts": f"{day}T09:00", "ends": f"{day}T11:30", "cut_off": f"{day}T08:00"}
    assert client.post(reverse("bookings:change", args=[offer.pk]), posted(offer, **typed)).status_code == 302
    offer.refresh_from_db()
    wanted = datetime.combine(offer.starts.date(), datetime.min.time(), ZoneInfo("Europe/Berlin")) + timedelta(hours=9)
    assert offer.starts == wanted
    assert f'value="{day}T09:00"' in client.get(reverse("bookings:change", args=[offer.pk])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"time_zone": "Mars/Base"}, "is no time zone"),
        ({"ends": "2020-01-01T10:00"}, "It must end after it begins."),
        ({"capacity": "0"}, "Give one place at least"),
        ({"capacity": "99999"}, "10,000 places at most"),
    ],
)
def test_what_does_not_fit_is_refused_and_stays_typed(client, manager, wrong, words):
    offer = OfferFactory()
    client.force_login(manager)
    page = client.post(
        reverse("bookings:change", args=[offer.pk]), posted(offer) | wrong | {"place": "Hall 9"}
    ).content.decode()
    assert words in page
    assert 'value="Hall 9"' in page
    assert Offer.objects.get(pk=offer.pk).place == ""


def test_a_manager_cancels_and_gives_places(client, manager):
    offer = OfferFactory(capacity=1)
    first, _second, third = booked_by(offer, 3)
    client.force_login(manager)
    client.post(reverse("bookings:cancel_for", args=[offer.pk, first.pk]))
    assert states(offer) == "cbw"
    answer = client.post(reverse("bookings:give_place", args=[offer.pk, third.pk]), follow=True)
    assert "No place is free." in answer.content.decode()
    Offer.objects.filter(pk=offer.pk).update(capacity=2)
    client.post(reverse("bookings:give_place", args=[offer.pk, third.pk]))
    assert states(offer) == "cbb"


def test_calling_off_needs_a_reason(client, manager):
    offer = OfferFactory()
    booked_by(offer, 1)
    client.force_login(manager)
    address = reverse("bookings:call_off", args=[offer.pk])
    assert client.post(address, {"reason": ""}).status_code == 200
    assert states(offer) == "b"
    assert "No power." in client.post(address, {"reason": "No power."}, follow=True).content.decode()
    assert states(offer) == "c"
