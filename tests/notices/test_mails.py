"""What stands in a mail: its words in the reader's language, its headers by the book."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from django.core import mail

from cmkc.core.notices import Told
from cmkc.notices import letters
from cmkc.notices.models import Notice
from cmkc.notices.worker import send_due
from tests.accounts.factories import UserFactory
from tests.notices import things
from tests.notices.factories import EventFactory, NoticeFactory, mailed

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)


def read(message):
    """Read a sent mail as a mail program does."""
    return message_from_bytes(message.message().as_bytes(), policy=default)


def test_a_mail_has_the_headers_of_a_list_and_both_parts():
    reader = mailed(reader__name="Ångström <b>", reader__email="anna@example.org").reader
    send_due()
    (message,) = map(read, mail.outbox)
    event = Notice.objects.get().event_id
    assert message["List-Id"] == "CMKC followed-changed <followed-changed.localhost>"
    assert message["Message-ID"] == f"<at-once.event-{event}.{reader.pk}@localhost>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["Auto-Submitted"] == "auto-generated"
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert "Hello Ångström <b>," in text
    assert "Ångström &lt;b&gt;" in html
    for part in (text, html):
        assert "http://localhost:8000/things/open/" in part
        assert "/mail/unsubscribe/" in part
        assert "/me/notices/settings/" in part


def test_mails_about_one_thing_are_one_thread_and_each_has_its_own_name():
    reader = UserFactory()
    for key in ("open", "open", "other"):
        NoticeFactory(reader=reader, pace="at-once", event=EventFactory(about_key=key))
    send_due()
    messages = [read(one) for one in mail.outbox]
    threads = [one["References"] for one in messages]
    assert threads[0] == threads[1] != threads[2]
    assert threads == [one["In-Reply-To"] for one in messages]
    assert len({one["Message-ID"] for one in messages}) == 3


def test_a_digest_is_in_the_readers_language_and_time_zone(time_machine):
    time_machine.move_to(MORNING - timedelta(hours=3), tick=False)
    reader = UserFactory(language="es", time_zone="Asia/Tokyo")
    NoticeFactory(reader=reader, pace="daily", event=EventFactory(at=MORNING - timedelta(hours=12)),
                  created_at=MORNING - timedelta(hours=12))  # fmt: skip
    send_due()
    (message,) = map(read, mail.outbox)
    assert message["Content-Language"] == "es"
    text = message.get_body(("plain",)).get_content()
    assert "2026-11-23 04:00" in text  # 19:00 UTC
    assert "/es/mail/unsubscribe/" in text
    assert message["List-Id"] == "CMKC digest-daily <digest-daily.localhost>"


def test_a_long_digest_says_how_much_more_there_is(time_machine, monkeypatch):
    monkeypatch.setattr(letters, "LONGEST", 3)
    time_machine.move_to(MORNING - timedelta(hours=1), tick=False)
    reader = UserFactory()
    for _ in range(5):
        NoticeFactory(reader=reader, pace="daily")
    time_machine.move_to(MORNING, tick=False)
    send_due()
    (message,) = mail.outbox
    assert message.subject == "CMKC: Your day: 5 notices"
    assert message.body.count("/things/open/") == 3
    assert "2 more notices stand on your page" in message.body
    assert not Notice.objects.filter(delivery=None).exists()


def test_a_title_cannot_bring_a_header_or_markup(monkeypatch):
    title = "Line\r\nBcc: all@example.org <script>alert(1)</script>"
    monkeypatch.setattr(things, "Told", lambda *_args: Told(title, "/me/", "<img src=x>"))
    reader = UserFactory()
    event = EventFactory(kind="decision.about_you", about_kind=things.ABOUT_ONE, about_key=str(reader.pk))
    NoticeFactory(event=event, reader=reader, pace="at-once")
    send_due()
    (message,) = map(read, mail.outbox)
    assert message["Bcc"] is None
    assert message["Subject"] == "CMKC: Line Bcc: all@example.org <script>alert(1)</script>"
    html = message.get_body(("html",)).get_content()
    assert "<script>" not in html
    assert "<img" not in html
