"""Fill a database with generated rows, for benchmarks: bulk, and the same rows for the same seed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cmkc.core.caching import touch
from cmkc.glossary import load as glossary
from cmkc.library import load as library
from cmkc.programs import load as programs
from cmkc.regulatory import load as regulatory
from forum import load as forum

LOADS = {"glossary": glossary, "library": library, "programs": programs, "regulatory": regulatory, "forum": forum}


class Command(BaseCommand):
    """Add rows to each app that has a generator. It belongs into a scratch database: nothing removes them."""

    help = "Add generated rows for benchmarks; never run it on a database that people use."

    def add_arguments(self, parser: CommandParser) -> None:
        """Add `--scale`, `--seed` and `--app`."""
        parser.add_argument("--scale", type=int, default=1, help="1: thousands of rows in each app")
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--app", action="append", choices=list(LOADS), help="only this app (may be repeated)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate, and say how many rows each app got."""
        for name in options["app"] or LOADS:
            count = LOADS[name].generate(options["scale"], options["seed"])
            touch(name)
            if options["verbosity"]:
                self.stdout.write(f"{name}: {count} rows")
