"""Others' signals that core listens to."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from cmkc.core import append_only


@receiver(post_migrate)
def guard_append_only_tables(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Put in the triggers of an app's append-only tables; a migration that rebuilt a table has dropped them."""
    append_only.install(using, sender.label)
