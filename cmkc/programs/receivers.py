"""Others' signals that programs listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cmkc.core.caching import touch
from cmkc.programs.models import Approval, Program


@receiver([post_save, post_delete], sender=Program)
@receiver([post_save, post_delete], sender=Approval)
def fact_changed(sender: type, **kwargs: Any) -> None:
    """Forget the kept pages once the change is committed."""
    touch("programs")
