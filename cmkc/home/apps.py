"""The home app: what stands above all others, and the pages about the site itself."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Connects the receivers."""

    name = "cmkc.home"
    label = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Connect the receivers."""
        from cmkc.home import receivers  # noqa: F401  (imported for what it connects)
