"""What was told more than a year ago is forgotten; what still waits to be mailed, and what is newer, is not."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from cmkc.notices.actions import forgetting
from cmkc.notices.actions.forgetting import forget_old
from cmkc.notices.models import Delivery, Event, Follow, Notice
from cmkc.notices.worker import send_due
from tests.notices.factories import EventFactory, FollowFactory, NoticeFactory, mailed

pytestmark = pytest.mark.django_db


def aged(days):
    """A notice that was mailed, all of it as old as this."""
    notice = mailed()
    send_due()
    when = timezone.now() - timedelta(days=days)
    Notice.objects.filter(pk=notice.pk).update(created_at=when)
    Event.objects.filter(pk=notice.event_id).update(at=when)
    Delivery.objects.filter(notices=notice).update(ended_at=when)
    return notice


def left():
    return Notice.objects.count(), Event.objects.count(), Delivery.objects.count()


def test_what_is_older_than_a_year_and_a_month_goes_with_its_mail_and_its_event():
    aged(401)
    young = aged(399)
    assert len(mail.outbox) == 2
    assert forget_old() == 1
    assert left() == (1, 1, 1)
    assert Notice.objects.get().pk == young.pk
    assert forget_old() == 0


def test_an_event_stays_as_long_as_one_reader_has_it(monkeypatch):
    monkeypatch.setattr(forgetting, "CHUNK", 2)
    event = EventFactory(at=timezone.now() - timedelta(days=500))
    old = [NoticeFactory(event=event, created_at=event.at) for _turn in range(5)]
    NoticeFactory(event=event)
    follow = FollowFactory()
    assert forget_old() == len(old)  # in three transactions
    assert left() == (1, 1, 0)
    assert Follow.objects.get() == follow
    Notice.objects.update(created_at=event.at)
    assert forget_old() == 1
    assert left() == (0, 0, 0)
