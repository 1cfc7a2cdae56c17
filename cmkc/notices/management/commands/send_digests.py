"""Send the digests that are due."""

from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """For those who run no mail worker, from cron once an hour; beside a mail worker it does no harm."""

    help = "Send the digests (and other mail) that are due now, each once, and end."

    def handle(self, **options: Any) -> None:
        """Send."""
        from cmkc.notices.worker import send_due

        send_due()
        self.stdout.write("Sent what was due.")
