"""The demo shows the mail that it sent; any other site has no such page."""

import pytest
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.notices import outbox
from cmkc.notices.models import OutboxMail
from cmkc.notices.worker import send_due
from tests.notices.factories import mailed

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.notices.demo_addresses")]


@pytest.fixture
def demo(settings):
    settings.OUTBOX_PASSES_TO = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "cmkc.notices.outbox.OutboxBackend"
    settings.DEMO = True


def test_what_was_sent_is_read_in_the_demo_and_passed_on(client, demo):
    notice = mailed()
    send_due()
    assert len(mail.outbox) == 1
    kept = OutboxMail.objects.get()
    assertContains(client.get("/demo/outbox/"), "The open thing")
    assertNotContains(client.get("/demo/outbox/", {"to": "nobody"}), "The open thing")
    page = client.get(f"/demo/outbox/{kept.pk}/")
    assertContains(page, notice.reader.email)
    assertContains(page, "List-Unsubscribe-Post")
    assertContains(client.get(f"/demo/outbox/{kept.pk}/html/"), "The open thing")


def test_elsewhere_there_is_none(client):
    OutboxMail.objects.create(to="a@example.org", subject="Code", text="123")
    for address in ("", f"{OutboxMail.objects.get().pk}/", f"{OutboxMail.objects.get().pk}/html/"):
        assert client.get(f"/demo/outbox/{address}").status_code == 404


def test_a_mails_html_is_shown_without_script_and_its_text_as_text(client, demo):
    message = EmailMultiAlternatives("Subject <b>", "Text <script>", "a@example.org", ["b@example.org"])
    message.attach_alternative("<p>HTML</p><script>alert(1)</script>", "text/html")
    message.send()
    kept = OutboxMail.objects.get()
    page = client.get(f"/demo/outbox/{kept.pk}/")
    assertContains(page, "Text &lt;script&gt;")
    assert "script-src 'self'" in client.get(f"/demo/outbox/{kept.pk}/html/").headers["Content-Security-Policy"]


def test_only_the_newest_are_kept(demo, monkeypatch):
    monkeypatch.setattr(outbox, "MOST_KEPT", 3)
    for number in range(5):
        mail.send_mail(f"Mail {number}", "", "a@example.org", ["b@example.org"])
    assert [kept.subject for kept in OutboxMail.objects.all()] == ["Mail 4", "Mail 3", "Mail 2"]
