"""Send mail until told to stop."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """The mail worker: one process is enough, more do no harm."""

    help = "Send notices by mail until Ctrl-C: those at once, and digests in the readers' mornings."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --once, for scripts."""
        parser.add_argument("--once", action="store_true", help="send what is due and end")

    def handle(self, *, once: bool, **options: Any) -> None:
        """Run the loop; SIGINT and SIGTERM end it after the mail at hand."""
        from cmkc.notices.worker import Worker, send_due

        if once:
            send_due()
            return
        worker = Worker()
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run()
