"""The search app: one search over everything."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Connects the receivers and the checks; the sources are found by the registry of core."""

    name = "search"
    label = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Listen to every registered source: core's registry, which starts first, has imported each `searchable.py`."""
        from search import checks  # noqa: F401  (imported for what it registers)
        from search.receivers import connect_all

        connect_all()
