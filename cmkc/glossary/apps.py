"""The glossary app."""

from django.apps import AppConfig


class GlossaryConfig(AppConfig):
    """Imports the receivers once."""

    name = "cmkc.glossary"
    label = "glossary"
    verbose_name = "Glossary"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.glossary import receivers  # noqa: F401  (imported for what it connects)
