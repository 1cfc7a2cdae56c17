"""Members ask a moderator to look; one flag for each person and thing."""

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cmkc.accounts.models import User
from cmkc.moderation.models import Flag, ReviewItem
from cmkc.moderation.templatetags.moderation import flag_link
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, listed, moderator

pytestmark = pytest.mark.django_db


def address(user):
    return reverse("moderation:flag", args=["profile", user.pk])


def test_a_flag_opens_one_item_and_more_flags_raise_it(client):
    member = listed(name="Loud Seller")
    for reason in ("spam", "harassment"):
        client.force_login(UserFactory())
        assertContains(client.get(address(member)), "Loud Seller")
        assertRedirects(client.post(address(member), {"reason": reason, "note": "Look."}), "/moderation/flag/thanks/")
        client.post(address(member), {"reason": reason})
    item = ReviewItem.objects.get()
    assert (Flag.objects.count(), item.reasons, item.priority) == (2, ["harassment", "spam"], 42)


def test_visitors_sign_in_first_and_what_cannot_be_seen_is_not_there(client):
    member = listed()
    assert "/accounts/login/" in client.get(address(member))["Location"]
    client.force_login(member)
    gone, unlisted = listed(is_active=False), UserFactory(verified_for=member.organisation)
    for url in (
        address(member),
        address(gone),
        address(unlisted),
        "/moderation/flag/nonsense/1/",
        "/moderation/flag/profile/x'y/",
    ):
        assert client.get(url).status_code == 404


def test_a_form_without_reason_keeps_what_was_typed(client):
    client.force_login(UserFactory())
    page = client.post(address(listed()), {"note": "These words"})
    assertContains(page, "These words")
    assertContains(page, "Please mend this")


def test_too_many_flags_are_told_when_to_come_back(client, settings):
    settings.LIMITS_FACTOR = 1
    client.force_login(UserFactory())
    for _turn in range(20):
        assert client.post(address(listed()), {"reason": "spam"}).status_code == 302
    page = client.post(address(listed()), {"reason": "spam", "note": "These words"})
    assertContains(page, "too often")
    assertContains(page, "These words")


def test_a_hidden_member_who_gives_another_name_is_looked_at_again():
    member = UserFactory(name="Rude Words")
    decided(flagged(member))
    member = User.objects.get(pk=member.pk)
    member.name = "Ruder Words"
    member.save(update_fields=["name"])
    assert ReviewItem.objects.get(state="pending").reasons == ["changed"]
    other = UserFactory()
    other.name = "New name"
    other.save()
    assert ReviewItem.objects.filter(state="pending").count() == 1
    assert moderator()


def test_the_link_can_stand_anywhere():
    assert flag_link("profile", 7) == (
        '<a class="flag-link" rel="nofollow" href="/moderation/flag/profile/7/">Report to the moderators</a>'
    )
