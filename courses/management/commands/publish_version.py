"""Freeze a course's lessons as a version."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from courses.actions import publish_version
from courses.models import ChangeClass, CoursePage


class Command(BaseCommand):
    """Publish a version; it never changes afterwards."""

    help = "Freeze a course's lessons as a version."

    def add_arguments(self, parser: CommandParser) -> None:
        """Ask for the course, the class of the change and a note."""
        parser.add_argument("course", help="the course's part of its address, such as intro-pcm")
        parser.add_argument("--change", required=True, choices=ChangeClass.values)
        parser.add_argument("--note", required=True, help="what changed, in a sentence or two")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish. Raises: CommandError when the course is unknown or has no lesson."""
        course = CoursePage.objects.filter(slug=options["course"]).first()
        if course is None:
            raise CommandError(f"There is no course {options['course']}.")
        try:
            version = publish_version(course, change_class=options["change"], note=options["note"])
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{version} is published, sha256 {version.snapshot.sha256}")
