"""Others' signals that the glossary listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cmkc.core.caching import touch
from cmkc.glossary.models import GlossarySynonym, Term


@receiver([post_save, post_delete], sender=Term)
@receiver([post_save, post_delete], sender=GlossarySynonym)
def term_changed(sender: type, **kwargs: Any) -> None:
    """Forget the kept pages once the change is committed."""
    touch("glossary")
