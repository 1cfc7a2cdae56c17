"""The courses app: lessons that anyone may read, frozen versions that a record can point at."""

from django.apps import AppConfig


class CoursesConfig(AppConfig):
    """Connects the receivers."""

    name = "courses"
    verbose_name = "Courses"

    def ready(self) -> None:
        """Connect the receivers."""
        from courses import receivers  # noqa: F401  (imported for what it connects)
