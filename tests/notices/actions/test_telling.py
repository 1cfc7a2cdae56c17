"""One notice for each event and reader, whatever happens to the task."""

import threading

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from cmkc.core import notices
from cmkc.core.notices import announce
from cmkc.notices.actions import telling as module
from cmkc.notices.actions.telling import tell
from cmkc.notices.models import Event, MailSetting, Notice
from tests.accounts.factories import UserFactory
from tests.notices.factories import FollowFactory, followers, telling
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db
several_connections = pytest.mark.django_db(transaction=True)


def readers():
    return sorted(Notice.objects.values_list("reader", flat=True))


def test_each_follower_gets_one_notice_at_the_pace_they_chose():
    daily, weekly = FollowFactory(pace="daily"), FollowFactory(pace="weekly")
    FollowFactory(key="another")
    assert tell(telling()) == 2
    assert dict(Notice.objects.values_list("reader", "pace")) == {daily.user_id: "daily", weekly.user_id: "weekly"}


def test_an_app_announces_in_its_own_transaction_and_the_task_tells():
    follow = FollowFactory()
    announce(notices.PUBLISHED, ("test-thing", "open"), "release 1", data={"release": 1})
    assert run_queued() == ["notices.tell"]
    event = Event.objects.get(key="release 1")
    assert (event.kind, event.about_kind, event.about_key, event.data) == (
        "followed.published", "test-thing", "open", {"release": 1},
    )  # fmt: skip
    assert readers() == [follow.user_id]


def test_the_same_key_twice_is_one_event():
    follow = FollowFactory()
    assert (tell(telling()), tell(telling())) == (1, 0)
    assert readers() == [follow.user_id]


def test_who_follows_both_things_is_told_once():
    user = UserFactory()
    FollowFactory(user=user)
    FollowFactory(user=user, key="whole")
    other = FollowFactory(key="whole")
    tell(telling(also=[("test-thing", "whole")]))
    assert readers() == sorted([user.pk, other.user_id])


def test_neither_who_did_it_nor_who_left_is_told():
    doer, gone, reader = FollowFactory(), FollowFactory(user__is_active=False), FollowFactory()
    tell(telling(by=doer.user_id))
    assert readers() == [reader.user_id]
    assert gone.user_id not in readers()


def test_who_begins_to_follow_after_the_event_is_not_told_of_it_when_the_task_runs_again():
    FollowFactory()
    tell(telling())
    FollowFactory()
    assert tell(telling()) == 0


def test_who_begins_to_follow_while_the_task_waits_is_not_told():
    before = FollowFactory()
    announce(notices.PUBLISHED, ("test-thing", "open"), "release 1")
    FollowFactory()
    run_queued()
    assert readers() == [before.user_id]


def test_a_named_reader_is_told_at_the_pace_they_chose_for_the_kind():
    plain, weekly = UserFactory(), UserFactory()
    MailSetting.objects.create(user=weekly, mailing_list=notices.DECISION, pace="weekly")
    tell(telling(kind=notices.DECISION, to=[plain.pk, weekly.pk]))
    assert dict(Notice.objects.values_list("reader", "pace")) == {plain.pk: "at-once", weekly.pk: "weekly"}


@pytest.mark.parametrize("mailing_list", [notices.CHANGED, "digest.daily"])
def test_who_left_the_list_has_the_notice_on_the_page_and_no_mail(mailing_list):
    follow = FollowFactory(pace="daily")
    MailSetting.objects.create(user=follow.user, mailing_list=mailing_list, pace="none")
    tell(telling())
    assert Notice.objects.get().pace == "none"


def test_a_kind_that_nobody_registered_is_refused():
    with pytest.raises(LookupError):
        tell(telling(kind="no.such.kind"))


def test_the_queries_do_not_grow_with_the_followers():
    counts = []
    for number in (3, 60):
        followers(number, key=f"of-{number}")
        with CaptureQueriesContext(connection) as queries:
            assert tell(telling(f"event {number}", about=("test-thing", f"of-{number}"))) == number
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_task_that_is_killed_in_the_middle_and_run_again_tells_everybody_once(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10)
    expected = sorted(user.pk for user in followers(47))
    insert, calls = module._insert, []

    def dies_in_the_third_chunk(*args, **kwargs):
        calls.append(args)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return insert(*args, **kwargs)

    monkeypatch.setattr(module, "_insert", dies_in_the_third_chunk)
    with pytest.raises(KeyboardInterrupt):
        tell(telling())
    assert len(readers()) == 20
    monkeypatch.setattr(module, "_insert", insert)
    assert tell(telling()) == 27
    assert readers() == expected


@several_connections
def test_workers_that_tell_the_same_event_at_once_tell_everybody_once(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 7)
    expected = sorted(user.pk for user in followers(60))
    barrier, told, errors = threading.Barrier(4), [], []

    def work():
        barrier.wait(5)
        try:
            told.append(tell(telling()))
        except Exception as error:  # noqa: BLE001  (shown by the assertion below)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert errors == []
    assert readers() == expected
    assert sum(told) == 60
    assert Event.objects.count() == 1
