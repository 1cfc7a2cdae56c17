"""At the door: by list, by paper, by code; everything by plain forms."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cmkc.bookings.codes import code_of
from cmkc.bookings.models import AttendanceMark
from tests.bookings import things
from tests.bookings.factories import OfferFactory, booked_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(client, manager):
    client.force_login(manager)
    return OfferFactory(starts=timezone.now() + timedelta(hours=1), capacity=2)


def address(name, offer):
    return reverse(f"bookings:{name}", args=[offer.pk])


def test_marks_are_taken_from_the_form(client, offer):
    first, second, _waits = booked_by(offer, 3)
    page = client.get(address("attendance", offer)).content.decode()
    assert set(re.findall(r'name="(mark-\d+)"', page)) == {f"mark-{first.pk}", f"mark-{second.pk}"}
    answer = client.post(
        address("attendance", offer),
        {f"mark-{first.pk}": "present", f"mark-{second.pk}": "absent", "mark-x": "present", "mark-0": "perhaps"},
        follow=True,
    )
    assert "2 marks are new." in answer.content.decode()
    assert answer.content.decode().count(" checked") == 2


def test_the_list_for_paper_names_who_has_a_place(client, offer):
    first, second, waits = booked_by(offer, 3)
    page = client.get(address("attendance_list", offer)).content.decode()
    assert first.user.name in page
    assert second.user.name in page
    assert waits.user.name not in page


def test_a_scan_asks_who_it_is_and_marks_once_the_manager_says_so(client, offer):
    (booking,) = booked_by(offer, 1)
    code = code_of(booking, timezone.now())
    page = client.get(address("check_in", offer), {"code": code}).content.decode()
    assert booking.user.name in page
    assert "not marked as present yet" in page
    assert not AttendanceMark.objects.exists()
    answer = client.post(address("check_in", offer), {"code": code}, follow=True)
    assert f"{booking.user.name} is marked as present." in answer.content.decode()
    client.post(address("check_in", offer), {"code": code})
    assert list(AttendanceMark.objects.values_list("booking", "how")) == [(booking.pk, "code")]
    assert "marked as present already" in client.get(address("check_in", offer), {"code": code}).content.decode()


@pytest.mark.parametrize("kind", ["wrong", "old", "waiting"])
def test_a_code_that_is_not_good_marks_nobody_and_stays_typed(client, offer, kind):
    *_first, booking = booked_by(offer, 3 if kind == "waiting" else 1)
    made_at = timezone.now() - timedelta(hours=1 if kind == "old" else 0)
    code = "1-AAAAAAAA" if kind == "wrong" else code_of(booking, made_at)
    for answer in (
        client.get(address("check_in", offer), {"code": code}),
        client.post(address("check_in", offer), {"code": code}),
    ):
        page = answer.content.decode()
        assert "wrong or too old" in page
        assert f'value="{code}"' in page
    assert not AttendanceMark.objects.exists()


def test_an_attendee_cannot_check_in(client, offer):
    (booking,) = booked_by(offer, 1)
    client.force_login(booking.user)
    things.managers.clear()
    code = code_of(booking, timezone.now())
    assert client.post(address("check_in", offer), {"code": code}).status_code == 404
    assert not AttendanceMark.objects.exists()
