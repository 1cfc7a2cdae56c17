"""The regulatory comparison: what each regulator asks, with source, date and confidence."""

from django.apps import AppConfig


class RegulatoryConfig(AppConfig):
    """Imports the receivers once."""

    name = "cmkc.regulatory"
    label = "regulatory"
    verbose_name = "Regulation"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.regulatory import receivers  # noqa: F401  (imported for what it connects)
