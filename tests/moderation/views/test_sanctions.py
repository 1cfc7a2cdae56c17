"""Silence and ban: who gives them, who confirms, and what they keep a member from."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.moderation.actions.sanctions import BannedAlready, bars_writing, confirm, lift, sanction
from cmkc.moderation.models import Sanction
from cmkc.notices.models import Notice
from tests.accounts.factories import UserFactory
from tests.moderation.factories import listed, moderator
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db


def test_a_ban_needs_two_people(client):
    first, second, member = moderator(name="First"), moderator(name="Second"), UserFactory()
    client.force_login(first)
    page = client.post(
        reverse("moderation:member", args=[member.pk]), {"kind": "ban", "reason": "Threats."}, follow=True
    )
    assertContains(page, "A second moderator must confirm the ban.")
    ban = Sanction.objects.get()
    assert not ban.in_force
    assert bars_writing(member) is None
    assert client.post(reverse("moderation:confirm", args=[ban.pk])).status_code == 404
    client.force_login(second)
    assertContains(client.get("/me/work/"), "Bans that wait for a second person")
    client.post(reverse("moderation:confirm", args=[ban.pk]))
    assert bars_writing(member) == ban
    run_queued()
    assert Notice.objects.filter(reader=member).count() == 1


def test_the_database_too_refuses_one_person_for_both():
    first, member = moderator(), UserFactory()
    ban = sanction(member, "ban", by=first, reason="Threats.")
    with pytest.raises(PermissionDenied):
        confirm(ban, by=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.filter(pk=ban.pk).update(confirmed_by=first)
    with pytest.raises(BannedAlready):
        sanction(member, "ban", by=moderator(), reason="Threats.")
    with pytest.raises(PermissionDenied):
        sanction(first, "warn", by=first, reason="Me.")


def test_who_is_banned_reads_and_appeals_and_sends_nothing_else(client):
    member = UserFactory()
    client.force_login(member)
    address = reverse("moderation:flag", args=["profile", listed().pk])
    assert client.post(address, {"reason": "spam"}).status_code == 302
    ban = sanction(member, "ban", by=moderator(), reason="Threats.")
    confirm(ban, by=moderator())
    refused = client.post(address, {"reason": "spam"})
    assertContains(refused, "You can't take part", status_code=403)
    assert client.post(f"/es{address}", {"reason": "spam"}).status_code == 403
    assert client.get("/me/decisions/").status_code == 200
    assert client.post("/me/profile/", {"name": ""}).status_code == 200
    assert client.post("/accounts/logout/").status_code == 302
    client.force_login(member)
    lift(ban, by=moderator())
    assert client.post(address, {"reason": "spam"}).status_code == 302


def test_who_is_silenced_flags_nothing_until_it_is_over(client):
    member = UserFactory()
    client.force_login(member)
    given = sanction(member, "silence", by=moderator(), reason="Calm down.", days=2)
    address = reverse("moderation:flag", args=["profile", listed().pk])
    assertContains(client.get(address), "report anything at the moment")
    client.post(address, {"reason": "spam"})
    assert not member.flags.exists()
    client.force_login(moderator())
    assertContains(client.get("/moderation/sanctions/"), "in force")
    assertContains(client.post(reverse("moderation:lift", args=[given.pk]), follow=True), "The sanction is lifted.")
    assertNotContains(client.get("/moderation/sanctions/"), "in force</li>")
    assert bars_writing(member) is None


def test_a_silence_needs_its_end(client):
    client.force_login(moderator())
    member = UserFactory()
    page = client.post(reverse("moderation:member", args=[member.pk]), {"kind": "silence", "reason": "Calm down."})
    assertContains(page, "A silence ends")
    assertContains(page, "Calm down.")
