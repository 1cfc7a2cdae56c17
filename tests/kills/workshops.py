"""The tests' kind of thing that can be booked, for the processes of a service: an app that registers it and no more."""

from django.apps import AppConfig


class WorkshopsConfig(AppConfig):
    """Registers the kind when the program starts."""

    name = "tests.kills.workshops"
    label = "tests_kills_workshops"

    def ready(self) -> None:
        """Register it for as long as the process lives."""
        from tests.bookings import things

        self.registered = things.registered()
        self.registered.__enter__()
