"""The moderation app."""

from django.apps import AppConfig


class ModerationConfig(AppConfig):
    """Imports the receivers once."""

    name = "cmkc.moderation"
    label = "moderation"
    verbose_name = "Moderation"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.moderation import receivers  # noqa: F401  (imported for what it connects)
