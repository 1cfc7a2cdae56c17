"""The forum app: precompetitive discussion, and what is worth keeping of it."""

from django.apps import AppConfig


class ForumConfig(AppConfig):
    """Connects the receivers."""

    name = "forum"
    verbose_name = "Forum"

    def ready(self) -> None:
        """Connect the receivers."""
        from forum import receivers  # noqa: F401  (imported for what it connects)
