"""Compare objects, projection and engines; print what differs."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from search.auditing import audit


class Command(BaseCommand):
    """Prints missing, stale and ghost documents; ends with 1 when there are any and nothing was repaired."""

    help = "Compare the objects with the projection and the search engine; --repair mends what differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take --repair."""
        parser.add_argument("--repair", action="store_true", help="write what differs again; the worker carries it on")

    def handle(self, *, repair: bool, **options: Any) -> None:
        """Audit, print, and end with a code that scripts can read."""
        findings = audit(repair=repair)
        for finding in findings:
            self.stdout.write("\n".join(finding.lines()))
        if not all(finding.clean for finding in findings) and not repair:
            sys.exit(1)
