"""Mail about somebody's account: sent at once, or kept and tried again when the mail server does not answer."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from cmkc.accounts.models import WaitingMail
from cmkc.core.tasks import later

log = logging.getLogger(__name__)

KEPT_FOR = timedelta(hours=24)
"""How long a mail is tried again: after a day, what it says about a code or a change is old."""


def hand_over(message: EmailMessage) -> bool:
    """Send a mail; when the server does not take it, keep it for a worker. Tells whether it was sent at once."""
    try:
        message.send()
    except (SMTPException, OSError):
        log.warning("The mail server did not take a mail; it waits in the queue.")
        _keep(message)
        return False
    return True


def _keep(message: EmailMessage) -> None:
    for address in message.to:
        kept = WaitingMail.objects.create(to=address, subject=str(message.subject)[:200], body=str(message.body))
        later("accounts.send_waiting_mail", kept.pk)


def send_waiting(pk: int) -> None:
    """Send a kept mail and forget it; one that is gone or too old is not sent.

    Raises: SMTPException or OSError when the server still does not answer, so that the task is tried again.
    """
    kept = WaitingMail.objects.filter(pk=pk).first()
    if kept is None:
        return
    if timezone.now() - kept.created_at < KEPT_FOR:
        EmailMessage(kept.subject, kept.body, settings.DEFAULT_FROM_EMAIL, [kept.to]).send()
    kept.delete()
