"""The library app."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    """Imports the receivers once."""

    name = "cmkc.library"
    label = "library"
    verbose_name = "Library"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.library import receivers  # noqa: F401  (imported for what it connects)
