"""Freeze a guide's chapters as a release."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cmkc.guides.actions import publish_release
from cmkc.guides.models import GuidePage


class Command(BaseCommand):
    """Publish a release; it never changes afterwards."""

    help = "Freeze a guide's chapters as a release."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the guide, the number and a note."""
        parser.add_argument("guide", help="the guide's part of its address, such as control-strategies-sod")
        parser.add_argument("number", help="such as 1.1")
        parser.add_argument("--note", required=True, help="what changed, in a sentence or two")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish. Raises: CommandError when the guide is unknown or the number is taken."""
        guide = GuidePage.objects.filter(slug=options["guide"]).first()
        if guide is None:
            raise CommandError(f"There is no guide {options['guide']}.")
        try:
            release = publish_release(guide, options["number"], note=options["note"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{release} is published, sha256 {release.snapshot.sha256}")
