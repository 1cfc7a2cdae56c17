"""The guides app: technical guides, written as chapters in the CMS and read as releases."""

from django.apps import AppConfig


class GuidesConfig(AppConfig):
    """Connects the receivers."""

    name = "cmkc.guides"
    label = "guides"
    verbose_name = "Guides"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.guides import receivers  # noqa: F401  (imported for what it connects)
