"""The log and the report of load."""

import pytest
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.moderation.actions.undoing import undo
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, moderator

pytestmark = pytest.mark.django_db
LOG = "/moderation/log/"


@pytest.fixture
def user(client):
    user = moderator(name="Mona Desk")
    client.force_login(user)
    return user


def test_the_log_shows_who_did_what_to_whom_and_narrows(client, user):
    decided(flagged(UserFactory(name="Loud Seller")), "approve", by=user, reason="It is fine.")
    other = decided(flagged(UserFactory(name="Rude Person")), by=(second := moderator(name="Otto Other")))
    page = client.get(LOG)
    for words in ("Mona Desk", "Otto Other", "It is fine.", "about Loud Seller"):
        assertContains(page, words)
    for asked in (
        {"action": "hide"},
        {"by": second.pk},
        {"about": other.about_id},
        {"kind": "profile", "action": "hide"},
    ):
        assertNotContains(client.get(LOG, asked), "It is fine.")
    assertContains(client.get(LOG, {"batch": "nonsense", "by": "x"}), "It is fine.")
    assertContains(client.get(LOG, {"action": "undo"}), "Nothing was decided yet")


def test_what_was_undone_says_so_and_offers_it_no_more(client, user):
    decision = decided(by=user)
    assertContains(client.get(LOG), f"/moderation/decisions/{decision.pk}/undo/")
    undo(decision, by=user)
    page = client.get(LOG)
    assertNotContains(page, f"/moderation/decisions/{decision.pk}/undo/")
    assertContains(page, "undone")


def test_the_report_counts_what_waits_and_what_was_decided(client, user):
    flagged(), decided(by=user)
    page = client.get("/moderation/load/")
    for words in ("less than a day", "Profile: 1", "Mona Desk: 1", "Half were decided within"):
        assertContains(page, words)
