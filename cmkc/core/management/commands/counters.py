"""`manage.py counters check` recounts every kept counter; `manage.py counters mend` writes what was counted."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cmkc.core.counters import counters, mend, wrong


class Command(BaseCommand):
    """Compare or mend the kept counters."""

    help = "check: compare every kept counter with a recount, and list those that are wrong; mend: set these right."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one word."""
        parser.add_argument("action", choices=["check", "mend"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises: CommandError (exit code 1) when `check` finds one that is wrong."""
        found = wrong()
        for one in found:
            self.stdout.write(str(one))
        if options["action"] == "mend":
            mended = sum(mend(one) for one in found)
            self.stdout.write(f"{mended} of {len(found)} mended")
        elif found:
            raise CommandError(f"{len(found)} counters are wrong; `manage.py counters mend` sets them right")
        else:
            self.stdout.write(f"{len(counters)} kinds of counters hold what a recount says")
