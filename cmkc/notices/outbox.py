"""The demo's mail: kept to be read on a page, and passed on to where EMAIL_URL says."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from cmkc.notices.models import OutboxMail

MOST_KEPT = 500


class OutboxBackend(BaseEmailBackend):
    """Keeps each mail that the backend behind it has taken; settings.OUTBOX_PASSES_TO names that one."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._behind = get_connection(settings.OUTBOX_PASSES_TO, **options)

    def open(self) -> bool | None:
        """Open the backend behind. Raises: what it raises."""
        return self._behind.open()

    def close(self) -> None:
        """Close the backend behind."""
        self._behind.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Pass mails on and keep them; 2 queries a mail. Raises: what the backend behind raises."""
        taken = self._behind.send_messages(email_messages) or 0
        for message in email_messages:
            _keep(message)
        return taken


def _keep(message: EmailMessage) -> None:
    html = [part.content for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"]
    kept = OutboxMail.objects.create(
        to=", ".join(message.recipients())[:400],
        subject=str(message.subject)[:400],
        text=str(message.body),
        html=str(html[0]) if html else "",
        headers={name: str(value) for name, value in message.extra_headers.items()},
    )
    OutboxMail.objects.filter(pk__lte=kept.pk - MOST_KEPT).delete()
