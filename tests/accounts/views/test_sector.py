"""Asking for the verification of one's sector."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.accounts import policies
from cmkc.accounts.models import EvidenceKind, SectorRequest
from cmkc.core.limits import LIMITS, Limit
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
FORM = {"sector": "regulator", "organisation_name": "Authority", "evidence": "staff-page", "note": "see our pages"}


def test_the_page_says_what_counts_and_how_long_it_holds(client):
    client.force_login(UserFactory())
    answer = client.get(reverse("accounts:my_sector"))
    for kind in EvidenceKind:
        assertContains(answer, kind.label.split(":")[0])
        assertContains(answer, f"{policies.HOLDS_FOR[kind.value].days} days")


def test_asking_puts_a_request_on_the_desk_and_shows_it_waiting(client):
    user = UserFactory()
    client.force_login(user)
    answer = client.post(reverse("accounts:my_sector"), FORM, follow=True)
    assertContains(answer, "Your request waits")
    asked = SectorRequest.objects.get()
    assert (asked.user, asked.sector, asked.organisation.name) == (user, "regulator", "Authority")
    assert user.verified_sector == ""


def test_a_second_request_is_refused_until_the_first_is_taken_back(client):
    user = UserFactory()
    client.force_login(user)
    client.post(reverse("accounts:my_sector"), FORM)
    assertContains(client.post(reverse("accounts:my_sector"), FORM, follow=True), "You have a request open already")
    assertNotContains(client.post(reverse("accounts:my_sector_take_back"), follow=True), "Your request waits")
    client.post(reverse("accounts:my_sector"), FORM)
    assert SectorRequest.objects.filter(closed_at=None).count() == 1


@pytest.mark.parametrize("missing", ["sector", "organisation_name", "evidence"])
def test_what_is_missing_is_asked_for_and_the_rest_stays(client, missing):
    client.force_login(UserFactory())
    answer = client.post(reverse("accounts:my_sector"), FORM | {missing: ""})
    assertContains(answer, "see our pages")
    assert missing in answer.context["form"].errors
    assert not SectorRequest.objects.exists()


def test_asking_again_and_again_is_refused_until_a_moment_and_the_words_stay(client, settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    monkeypatch.setitem(LIMITS, "sector-requests", Limit(1, 3600))
    client.force_login(UserFactory())
    client.post(reverse("accounts:my_sector"), FORM)
    client.post(reverse("accounts:my_sector_take_back"))
    answer = client.post(reverse("accounts:my_sector"), FORM)
    assertContains(answer, "That was too often")
    assertContains(answer, "in 60 minutes")
    assertContains(answer, "see our pages")
    assert SectorRequest.objects.filter(closed_at=None).count() == 0
