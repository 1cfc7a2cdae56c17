"""The programs app."""

from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    """Imports the receivers once."""

    name = "cmkc.programs"
    label = "programs"
    verbose_name = "Programs"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.programs import receivers  # noqa: F401  (imported for what it connects)
