"""Reason templates are made, changed and put away."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.moderation.models import ReasonTemplate
from tests.moderation.factories import flagged, moderator

pytestmark = pytest.mark.django_db


def test_a_template_is_offered_until_it_is_retired(client):
    client.force_login(moderator())
    page = reverse("moderation:item", args=[flagged().pk])
    sent = {"name": "Advertising", "text": "No advertising here.", "action": "hide"}
    assertContains(client.post("/moderation/reasons/", sent, follow=True), "The reason is saved.")
    assertContains(client.get(page), "Advertising</option>")
    made = ReasonTemplate.objects.get(name="Advertising")
    address = reverse("moderation:reason", args=[made.pk])
    assertContains(client.get(address), "No advertising here.")
    client.post(address, sent | {"retired": "on"})
    assertNotContains(client.get(page), "Advertising</option>")
    assertContains(client.post(address, {"name": "", "text": "Words"}), "Please mend this")
