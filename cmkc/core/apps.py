"""The core app: mechanisms that every other app uses, each once."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Starts the registries: each app's `references.py`, `importing.py` and the like are imported once."""

    name = "cmkc.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Import the modules by which apps fill the registries, the receivers and the checks."""
        from cmkc.core import (  # noqa: F401  (imported for what they register)
            caching,
            checks,
            counters,
            faults,
            figures,
            personal_data,
            receivers,
            upkeep,
        )
        from cmkc.core.admin_choosers import install
        from cmkc.core.registry import autodiscover

        install()
        autodiscover()
