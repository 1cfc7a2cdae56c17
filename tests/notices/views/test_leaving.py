"""The way out works from the mail alone: nobody signs in, no token against forgery, and looking changes nothing."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains

from cmkc.core import notices
from cmkc.notices.actions.telling import tell
from cmkc.notices.models import Follow, MailSetting
from cmkc.notices.tokens import WayOut, token_of
from cmkc.notices.worker import send_due
from tests.accounts.factories import UserFactory
from tests.notices.factories import FollowFactory, telling

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def way_out_of(message):
    """The address of the header, as a mail program takes it."""
    return re.fullmatch(r"<http://localhost:8000(/.*)>", message.extra_headers["List-Unsubscribe"])[1]


@pytest.fixture
def stranger():
    """A mail server: no cookies, and Django checks tokens as it does for a browser."""
    return Client(enforce_csrf_checks=True)


def test_one_click_ends_the_mail_about_a_thing_and_it_is_followed_on_the_page_only(stranger):
    follow, other = FollowFactory(pace="at-once"), FollowFactory(pace="at-once", key="other")
    Follow.objects.filter(pk=other.pk).update(user=follow.user)
    tell(telling())
    send_due()
    (message,) = mail.outbox
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assertContains(stranger.post(way_out_of(message), ONE_CLICK), "It is done")
    assert dict(Follow.objects.values_list("key", "pace")) == {"open": "none", "other": "at-once"}
    tell(telling("second"))
    send_due()
    assert len(mail.outbox) == 1


def test_looking_at_the_link_asks_and_changes_nothing(stranger):
    user = UserFactory()
    address = reverse("notices:unsubscribe", args=[token_of(WayOut(user.pk, notices.DECISION))])
    page = stranger.get(address)
    assertContains(page, "Stop these mails?")
    assert page.headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert not page.cookies
    assert not MailSetting.objects.exists()
    assertContains(stranger.post(address), "It is done")
    assertContains(stranger.post(address), "It is done")  # again
    assert MailSetting.objects.get().pace == "none"


def test_a_digest_is_left_as_a_whole(stranger):
    user = UserFactory()
    stranger.post(reverse("notices:unsubscribe", args=[token_of(WayOut(user.pk, "digest.weekly"))]), ONE_CLICK)
    assert MailSetting.objects.values_list("user", "mailing_list", "pace").get() == (user.pk, "digest.weekly", "none")


def test_who_follows_the_thing_by_what_it_is_part_of_leaves_the_list(stranger):
    follow = FollowFactory(key="whole", pace="at-once")
    tell(telling(also=[("test-thing", "whole")]))
    send_due()
    stranger.post(way_out_of(mail.outbox[0]), ONE_CLICK)
    assert MailSetting.objects.values_list("user", "mailing_list").get() == (follow.user_id, notices.CHANGED)


@pytest.mark.parametrize("change", [lambda token: token[:-1] + "x", lambda token: "a" + token, lambda _: "no-token"])
def test_a_forged_link_is_not_found(stranger, change):
    token = token_of(WayOut(UserFactory().pk, notices.DECISION))
    assert stranger.post(reverse("notices:unsubscribe", args=[change(token)]), ONE_CLICK).status_code == 404
    assert not MailSetting.objects.exists()


def test_a_link_of_a_list_or_an_account_that_is_gone_breaks_nothing(stranger):
    gone = UserFactory(is_active=False)
    answer = stranger.post(reverse("notices:unsubscribe", args=[token_of(WayOut(gone.pk, notices.DECISION))]))
    assertContains(answer, "It is done")
    assert not MailSetting.objects.exists()
    no_list = reverse("notices:unsubscribe", args=[token_of(WayOut(gone.pk, "no.such.list"))])
    assert stranger.get(no_list).status_code == 404


def test_an_administrator_who_must_add_a_second_factor_first_can_leave(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(administrator=True)
    client.force_login(user)
    address = reverse("notices:unsubscribe", args=[token_of(WayOut(user.pk, notices.DECISION))])
    assertContains(client.post(address), "It is done")
