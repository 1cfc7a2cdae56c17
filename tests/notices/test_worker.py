"""Mail goes out once: at once, or as a digest of the reader's morning; and it waits for a mail server that is down."""

import smtplib
import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cmkc.core import notices
from cmkc.notices.actions import taking
from cmkc.notices.actions.following import choose, unfollow
from cmkc.notices.actions.telling import tell
from cmkc.notices.models import Delivery, MailSetting, Notice
from cmkc.notices.worker import Worker, send_due
from tests.accounts.factories import UserFactory
from tests.notices import things
from tests.notices.factories import EventFactory, FollowFactory, NoticeFactory, followers, mailed, telling

pytestmark = pytest.mark.django_db
several_connections = pytest.mark.django_db(transaction=True)
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)  # a Monday


class Down(EmailBackend):
    """A mail server that is away."""

    def open(self):
        raise ConnectionRefusedError


class DiesAfterTwo(EmailBackend):
    """A mail server that goes away after it has taken two mails."""

    taken = 0

    def send_messages(self, messages):
        if DiesAfterTwo.taken == 2:
            raise smtplib.SMTPServerDisconnected
        DiesAfterTwo.taken += 1
        return super().send_messages(messages)


class Refuses(EmailBackend):
    """A mail server that does not know one of the readers."""

    code = 550

    def send_messages(self, messages):
        to = messages[0].to[0]
        if to.startswith("unknown"):
            raise smtplib.SMTPRecipientsRefused({to: (self.code, b"no such user")})
        return super().send_messages(messages)


class RefusesForNow(Refuses):
    code = 451


def use(settings, backend):
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


def sent_to():
    return [one.to[0] for one in mail.outbox]


def states():
    return sorted(Delivery.objects.values_list("state", flat=True))


def test_a_notice_at_once_is_mailed_once():
    notice = mailed()
    send_due()
    send_due()
    assert sent_to() == [notice.reader.email]
    assert mail.outbox[0].subject == "CMKC: Changed: The open thing"
    assert states() == ["sent"]


def test_nothing_to_do_costs_few_queries():
    worker = Worker()
    worker.step()
    with CaptureQueriesContext(connection) as queries:
        assert worker.step() > 0
    worker.journal.close()
    assert len(queries) == 2


def test_a_notice_without_mail_stays_on_the_page():
    mailed(pace="none")
    send_due()
    assert mail.outbox == []


@pytest.mark.parametrize("state", ["closed", "gone"])
def test_what_the_reader_may_not_see_at_sending_time_is_not_sent(state):
    from django.contrib.auth.models import Group

    group = Group.objects.create(name="insiders")
    things.closed_to_all_but(group.pk)
    inside, outside = mailed(about=("test-thing", "closed")), mailed(about=("test-thing", "closed"))
    inside.reader.groups.add(group)
    if state == "gone":
        inside.reader.is_active = False
        inside.reader.save()
    send_due()
    assert sent_to() == ([inside.reader.email] if state == "closed" else [])
    assert Delivery.objects.get(reader=outside.reader).state == "withheld"


def test_what_is_about_one_reader_reaches_nobody_else():
    reader, other = UserFactory(), UserFactory()
    event = EventFactory(kind=notices.DECISION, about_kind=things.ABOUT_ONE, about_key=str(reader.pk))
    for user in (reader, other):
        NoticeFactory(event=event, reader=user, pace="at-once")
    send_due()
    assert sent_to() == [reader.email]
    assert "Because." in mail.outbox[0].body


def test_a_daily_digest_comes_in_the_morning_of_the_readers_time_zone(time_machine):
    time_machine.move_to(MORNING - timedelta(hours=10), tick=False)
    berlin = mailed("daily", reader__time_zone="Europe/Berlin")
    london = mailed("daily", reader__time_zone="Europe/London")
    NoticeFactory(event=london.event, reader=berlin.reader, pace="daily")
    time_machine.move_to(MORNING - timedelta(hours=1, minutes=1), tick=False)
    send_due()
    assert sent_to() == []
    time_machine.move_to(MORNING - timedelta(minutes=59), tick=False)
    send_due()
    assert sent_to() == [berlin.reader.email]
    assert mail.outbox[0].subject == "CMKC: Your day: 2 notices"
    time_machine.move_to(MORNING, tick=False)
    send_due()
    assert sent_to() == [berlin.reader.email, london.reader.email]


def test_a_digest_never_repeats_and_what_came_later_waits_for_the_next(time_machine):
    time_machine.move_to(MORNING - timedelta(hours=1), tick=False)
    reader = mailed("daily").reader
    time_machine.move_to(MORNING, tick=False)
    call_command("send_digests", verbosity=0)
    late = NoticeFactory(reader=reader, pace="daily", event=EventFactory(about_key="late"))
    Notice.objects.filter(pk=late.pk).update(created_at=MORNING - timedelta(minutes=1))  # its transaction was slow
    for hours in (0, 5, 23):
        time_machine.move_to(MORNING + timedelta(hours=hours), tick=False)
        send_due()
    assert len(mail.outbox) == 1
    time_machine.move_to(MORNING + timedelta(hours=24), tick=False)
    send_due()
    assert [("open thing" in one.body, "late thing" in one.body) for one in mail.outbox] == [
        (True, False), (False, True),
    ]  # fmt: skip


def test_a_weekly_digest_comes_on_monday(time_machine):
    time_machine.move_to(MORNING - timedelta(days=5), tick=False)
    mailed("weekly")
    for days in (4, 3, 2, 1):
        time_machine.move_to(MORNING - timedelta(days=days), tick=False)
        send_due()
    assert mail.outbox == []
    time_machine.move_to(MORNING, tick=False)
    send_due()
    assert [one.subject for one in mail.outbox] == ["CMKC: Your week: Changed: The open thing"]


def test_what_was_read_on_the_page_is_in_no_digest(time_machine):
    time_machine.move_to(MORNING - timedelta(hours=1), tick=False)
    mailed("daily", read_at=timezone.now())
    time_machine.move_to(MORNING, tick=False)
    send_due()
    assert (mail.outbox, states()) == ([], ["withheld"])


def test_whoever_leaves_before_the_mail_goes_gets_none(settings):
    follow = FollowFactory(pace="at-once")
    tell(telling())
    use(settings, Down)
    send_due()  # the mail is made and waits
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    unfollow(follow.user, "test-thing", "open")
    send_due()
    assert mail.outbox == []


@pytest.mark.parametrize("made_first", [True, False])
def test_whoever_leaves_the_list_gets_no_mail_of_what_waits(settings, made_first):
    reader = mailed().reader
    if made_first:
        use(settings, Down)
        send_due()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    choose(reader, notices.CHANGED, "none")
    send_due()
    assert mail.outbox == []


def test_a_list_left_while_the_notice_was_being_written_counts_too():
    notice = mailed()
    MailSetting.objects.create(user=notice.reader, mailing_list=notices.CHANGED, pace="none")  # nothing else is told
    send_due()
    assert mail.outbox == []


def test_mail_waits_while_the_server_is_down(settings):
    waiting = sorted(mailed().reader.email for _ in range(3))
    use(settings, Down)
    worker = Worker()
    waits = [worker.step() for _ in range(4)]
    worker.journal.close()
    assert waits == sorted(waits)
    assert 0 < waits[0] < waits[-1] <= 30
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_due()
    assert sorted(sent_to()) == waiting


def test_what_the_server_took_before_it_went_away_is_not_sent_again(settings):
    for _ in range(5):
        mailed()
    DiesAfterTwo.taken = 0
    use(settings, DiesAfterTwo)
    send_due()
    assert states() == ["sent"] * 2 + ["waiting"] * 3
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send_due()
    assert len(sent_to()) == len(set(sent_to())) == 5


def test_a_reader_whom_the_server_refuses_for_good_keeps_nobody_else_waiting(settings):
    mailed(reader__email="unknown@example.org")
    other = mailed()
    use(settings, Refuses)
    send_due()
    send_due()
    assert sent_to() == [other.reader.email]
    assert states() == ["failed", "sent"]


def test_a_reader_refused_for_now_is_tried_again_later_and_not_for_ever(settings, time_machine):
    time_machine.move_to(MORNING, tick=False)
    mailed(reader__email="unknown@example.org")
    use(settings, RefusesForNow)
    send_due()
    assert Delivery.objects.get().attempts == 1
    send_due()
    assert Delivery.objects.get().attempts == 1  # not yet
    for days in range(1, 8):
        time_machine.move_to(MORNING + timedelta(days=days), tick=False)
        send_due()
    assert states() == ["failed"]


def test_one_thing_that_cannot_be_found_keeps_nobody_else_waiting(monkeypatch):
    mailed(about=("test-thing", "broken"))
    other = mailed()
    find = things._find

    def fails(keys, user):
        if "broken" in keys:
            raise RuntimeError("broken")
        return find(keys, user)

    kind = things.kinds[things.KIND]
    broken = type(kind)(kind.kind, kind.label, fails, kind.snapshot)
    with monkeypatch.context() as patched:
        patched.setitem(things.kinds._entries, things.KIND, broken)
        send_due()
    assert sent_to() == [other.reader.email]
    assert states() == ["sent", "waiting"]


class Killed(BaseException):
    """The worker is gone: nothing after this runs."""


def killed_after(number, monkeypatch):
    """A worker that dies once the server has taken this many mails, before the database is told."""
    from cmkc.notices import sending

    worker = Worker()
    note, taken = worker.journal.note, []

    def dies(delivery):
        note(delivery)
        taken.append(delivery)
        if len(taken) == number:
            raise Killed

    worker.journal.note = dies
    with monkeypatch.context() as patched:
        for name in ("settle", "give_back"):
            patched.setattr(sending, name, lambda *_args: None)
        with pytest.raises(Killed):
            worker.step()
    worker.journal._file.close()  # as the system does for a process that is gone


def test_a_worker_that_was_killed_repeats_no_mail_and_leaves_none(monkeypatch):
    for _ in range(7):
        mailed()
    killed_after(4, monkeypatch)
    assert len(mail.outbox) == 4
    assert states() == ["waiting"] * 7
    send_due()  # at once: nobody waits for the lease on the same machine
    assert len(sent_to()) == len(set(sent_to())) == 7


def test_on_another_machine_the_rest_goes_out_when_the_lease_is_over(monkeypatch, settings, tmp_path, time_machine):
    time_machine.move_to(MORNING, tick=False)
    for _ in range(4):
        mailed()
    killed_after(4, monkeypatch)
    settings.VAR_DIR = tmp_path
    send_due()
    assert len(mail.outbox) == 4
    time_machine.move_to(MORNING + taking.LEASE + timedelta(seconds=1), tick=False)
    send_due()
    assert len(mail.outbox) == 8  # the window: the server answered, and nobody here knows
    ids = [one.extra_headers["Message-ID"] for one in mail.outbox]
    assert ids[:4] == ids[4:]


@several_connections
def test_workers_that_send_at_once_send_each_mail_once(monkeypatch):
    monkeypatch.setattr(taking, "BATCH", 5)
    expected = sorted(user.email for user in followers(40, pace="at-once"))
    tell(telling())
    barrier, errors = threading.Barrier(4), []

    def work():
        barrier.wait(5)
        try:
            send_due()
        except Exception as error:  # noqa: BLE001  (shown by the assertion below)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    send_due()  # a worker that found all of a batch locked may have ended early
    assert errors == []
    assert sorted(sent_to()) == expected


@several_connections
def test_workers_that_make_digests_at_once_make_each_once(monkeypatch, time_machine):
    time_machine.move_to(MORNING - timedelta(hours=1), tick=True)
    monkeypatch.setattr(taking, "BATCH", 5)
    expected = sorted(user.email for user in followers(40))
    tell(telling())
    time_machine.move_to(MORNING, tick=True)
    barrier, errors = threading.Barrier(4), []

    def work():
        barrier.wait(5)
        try:
            send_due()
        except Exception as error:  # noqa: BLE001  (shown by the assertion below)
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    send_due()
    assert errors == []
    assert sorted(sent_to()) == expected
