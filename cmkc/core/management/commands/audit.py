"""`manage.py audit verify` proves the audit log; `manage.py audit seal` seals what is settled at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cmkc.core.audit import seal, verify
from cmkc.core.snapshots import damaged


class Command(BaseCommand):
    """Verify or seal the audit log."""

    help = "verify: check the audit log and the snapshots, and name the first broken range; seal: seal what is settled."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the one word."""
        parser.add_argument("action", choices=["verify", "seal"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it. Raises: CommandError (exit code 1) when the log or a snapshot is broken."""
        if options["action"] == "seal":
            made = seal()
            self.stdout.write(f"{made}" if made else "nothing to seal")
            return
        verdict = verify()
        self.stdout.write(
            f"{verdict.events} events under {verdict.seals} seals hold; {verdict.unsealed} are not sealed yet; "
            f"{verdict.erased_texts} texts were erased"
        )
        if verdict.broken:
            raise CommandError(f"the audit log is broken: first at {verdict.broken}")
        for snapshot in damaged():
            raise CommandError(f"snapshot {snapshot.pk} ({snapshot}) no longer has the content it was frozen with")
