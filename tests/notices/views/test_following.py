"""Following by plain forms, and what is mailed."""

import pytest
from django.template import Context, Template
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.core import notices
from cmkc.notices.models import Follow, MailSetting, Notice
from tests.accounts.factories import UserFactory
from tests.notices import things
from tests.notices.factories import FollowFactory, mailed

pytestmark = pytest.mark.django_db
SETTINGS = reverse("notices:settings")
FOLLOW = f"{reverse('notices:follow')}?kind=test-thing&key=open"


@pytest.fixture
def reader(client):
    user = UserFactory()
    client.force_login(user)
    return user


def test_the_button_is_a_link_and_carries_the_key_whole():
    shown = Template('{% load notices %}{% follow_button "section" "guide/chapter#a&b" %}').render(Context())
    assert 'href="/me/follow/?kind=section&amp;key=guide%2Fchapter%23a%26b"' in shown
    assert "csrf" not in shown


def test_a_visitor_signs_in_and_comes_back_to_the_form(client):
    assert client.get(FOLLOW)["Location"].endswith("next=/me/follow/%3Fkind%3Dtest-thing%26key%3Dopen")


def test_a_reader_follows_changes_the_pace_and_stops(client, reader):
    assertContains(client.get(FOLLOW), "The open thing")
    assertRedirects(client.post(FOLLOW, {"pace": "weekly"}), SETTINGS)
    client.post(FOLLOW, {"pace": "at-once"})
    assert list(Follow.objects.values_list("user", "kind", "key", "pace")) == [
        (reader.pk, "test-thing", "open", "at-once")
    ]
    assertContains(client.get(SETTINGS), "The open thing")
    client.post(FOLLOW, {"stop": "1"})
    assert not Follow.objects.exists()


@pytest.mark.parametrize("asked", ["", "?kind=test-thing", "?kind=none&key=open", "?kind=test-thing&key=closed"])
def test_what_is_not_there_for_the_reader_cannot_be_followed(client, reader, asked):
    things.closed_to_all_but(9_999)
    address = reverse("notices:follow") + asked
    assert client.get(address).status_code == 404
    assert client.post(address, {"pace": "daily"}).status_code == 404
    assert not Follow.objects.exists()


def test_a_wrong_pace_is_refused_with_words(client, reader):
    assertContains(client.post(FOLLOW, {"pace": "hourly"}), "hourly")
    assert not Follow.objects.exists()


def test_what_one_follows_and_may_no_longer_see_can_only_be_left(client, reader):
    FollowFactory(user=reader, key="closed")
    things.closed_to_all_but(9_999)
    assertNotContains(client.get(SETTINGS), "closed thing")
    client.post(f"{reverse('notices:follow')}?kind=test-thing&key=closed", {"stop": "1"})
    assert not Follow.objects.exists()


def chosen(client, **changes):
    form = client.get(SETTINGS).context["form"]
    return {name: field.initial for name, field in form.fields.items()} | changes


def test_a_choice_is_kept_and_counts_for_what_waits(client, reader):
    notice = mailed("daily", reader=reader)
    answer = client.post(SETTINGS, chosen(client, **{notices.CHANGED: "none", notices.DECISION: "weekly"}))
    assertRedirects(answer, SETTINGS)
    assert dict(MailSetting.objects.values_list("mailing_list", "pace")) == {
        notices.CHANGED: "none", notices.DECISION: "weekly",
    }  # fmt: skip
    assert Notice.objects.get(pk=notice.pk).pace == "none"
    assert chosen(client)[notices.DECISION] == "weekly"


def test_a_digest_is_stopped_and_taken_up_again(client, reader):
    client.post(SETTINGS, chosen(client, **{"digest.daily": "none"}))
    assert chosen(client)["digest.daily"] == "none"
    client.post(SETTINGS, chosen(client, **{"digest.daily": "on", notices.CHANGED: "on"}))
    assert chosen(client)["digest.daily"] == "on"


def test_a_wrong_choice_is_refused_and_nothing_is_kept(client, reader):
    assertContains(client.post(SETTINGS, chosen(client, **{notices.DECISION: "hourly"})), "hourly")
    assert not MailSetting.objects.exists()
