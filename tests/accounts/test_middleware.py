"""Times in the member's zone, and answers of even length."""

import time

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains

from cmkc.accounts.middleware import until_next_step
from tests.accounts.doors import join, sign_in
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("elapsed", "wait"), [(0.01, 0.24), (0.25, 0.0), (0.26, 0.24), (0.5, 0.0)])
def test_an_answer_waits_for_the_end_of_its_step(elapsed, wait):
    assert until_next_step(elapsed, 0.25) == pytest.approx(wait)


def test_the_forms_that_could_tell_answer_in_whole_steps(client, settings):
    settings.EVEN_SECONDS = 0.5
    UserFactory(email="known@example.org", sign_in=True)
    for address in ("known@example.org", "new@example.org"):
        client.cookies.clear()
        started = time.monotonic()
        join(client, address)
        elapsed = time.monotonic() - started
        assert elapsed % 0.5 < 0.1, f"{address}: {elapsed}"


def test_other_answers_do_not_wait(client, settings):
    settings.EVEN_SECONDS = 30
    started = time.monotonic()
    client.get(reverse("account_login"))
    client.post(reverse("core:theme"), {"theme": "dark"})
    assert time.monotonic() - started < 20


def test_times_are_shown_in_the_members_zone(client, time_machine):
    time_machine.move_to("2026-03-01T23:30:00+00:00", tick=False)
    user = UserFactory(sign_in=True, time_zone="Asia/Tokyo")
    sign_in(client, user)
    assertContains(client.get(reverse("usersessions_list")), "2026-03-02 08:30")


def test_a_zone_that_no_longer_exists_shows_utc(client):
    client.force_login(UserFactory(time_zone="Nowhere/Lost"))
    assert client.get(reverse("accounts:me")).status_code == 200
