"""Whoever has work waiting is told once a day, and only while it waits."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.moderation.models import ReviewItem
from cmkc.notices.actions.reminding import remind
from cmkc.notices.models import Notice
from cmkc.notices.worker import send_due
from tests.accounts.factories import GrantFactory, UserFactory
from tests.moderation.factories import flagged, moderator

pytestmark = pytest.mark.django_db


def test_each_who_has_work_is_told_once_a_day_and_nobody_else(time_machine):
    time_machine.move_to(timezone.now().replace(hour=5))
    UserFactory(), GrantFactory()
    assert remind() == 0
    flagged()
    idle, busy = moderator(is_active=False), moderator()
    others = {user.pk for user in (idle,)}
    told = remind()
    assert told == remind()  # again on the same day changes nothing
    assert Notice.objects.count() == told
    assert Notice.objects.filter(reader=busy).count() == 1
    assert not Notice.objects.filter(reader__in=others).exists()
    time_machine.move_to(timezone.now() + timedelta(days=1))
    remind()
    assert Notice.objects.filter(reader=busy).count() == 2


def test_the_mail_names_the_desks_and_goes_at_the_pace_of_a_day(time_machine):
    time_machine.move_to(timezone.now().replace(hour=4, minute=30))
    flagged()
    busy = moderator(language="en", time_zone="UTC")
    remind()
    send_due()
    assert [sent for sent in mail.outbox if sent.to == [busy.email]] == []
    time_machine.move_to(timezone.now() + timedelta(days=1))
    send_due()
    (sent,) = [sent for sent in mail.outbox if sent.to == [busy.email]]
    assert "1 thing waits for you" in sent.body
    assert "Moderators' desk: 1" in sent.body


def test_who_has_done_it_all_since_is_told_nothing_more(client, time_machine):
    time_machine.move_to(timezone.now().replace(hour=4, minute=30))
    flagged()
    busy = moderator()
    remind()
    client.force_login(busy)
    assertContains(client.get("/me/notices/"), "1 thing waits for you")
    ReviewItem.objects.update(state="closed")
    assertNotContains(client.get("/me/notices/"), "1 thing waits for you")
    time_machine.move_to(timezone.now() + timedelta(days=1))
    send_due()
    assert [sent for sent in mail.outbox if sent.to == [busy.email]] == []
