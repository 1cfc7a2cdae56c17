"""What accounts forgets every night."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from cmkc import roles
from cmkc.accounts.models import User, WaitingMail
from cmkc.accounts.tasks import end_lapsed, forget, send_waiting_mail, tell_lapse
from cmkc.core.schedule import recurring
from tests.accounts.doors import join, join_and_confirm, sign_in
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_the_nightly_tasks_are_on_the_schedule():
    assert {"accounts.end_lapsed", "accounts.forget"} <= set(recurring.names())


def test_internet_addresses_are_gone_after_30_days(client, time_machine):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    assert UserSession.objects.get().ip == "127.0.0.1"
    forget()
    assert UserSession.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(days=31))
    forget()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()


def test_a_session_that_ended_leaves_no_address(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    Session.objects.all().delete()
    forget()
    assert not UserSession.objects.exists()


def test_a_sign_up_that_nobody_confirmed_is_gone_after_a_week(client, time_machine):
    join(client, "mistyped@example.org")
    client.cookies.clear()
    member = join_and_confirm(client, "member@example.org")
    made_by_hand = UserFactory(roles=[roles.EDITOR])
    time_machine.move_to(timezone.now() + timedelta(days=6))
    forget()
    assert User.objects.filter(email="mistyped@example.org").exists()
    time_machine.move_to(timezone.now() + timedelta(days=2))
    forget()
    assert set(User.objects.values_list("pk", flat=True)) == {member.pk, made_by_hand.pk}


def test_tasks_may_run_twice(mailoutbox):
    user = UserFactory(regulator=True)
    end_lapsed()
    end_lapsed()
    user.is_active = False
    user.save()
    tell_lapse(user.pk)
    assert mailoutbox == []


def test_a_code_of_yesterday_is_not_sent_today(mailoutbox, time_machine):
    waiting = WaitingMail.objects.create(to="a@example.org", subject="Your code", body="BBBB-BBBB")
    time_machine.move_to(timezone.now() + timedelta(hours=25))
    send_waiting_mail(waiting.pk)
    send_waiting_mail(waiting.pk)
    assert mailoutbox == []
    assert not WaitingMail.objects.exists()
