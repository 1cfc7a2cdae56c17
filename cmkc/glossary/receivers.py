"""Others' signals that the glossary listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cmkc.core.caching import touch
from cmkc.glossary.models import GlossarySynonym, Term
from search.actions import touch as touch_in_search


@receiver([post_save, post_delete], sender=Term)
def term_changed(sender: type[Term], **kwargs: Any) -> None:
    """Forget the kept pages once the change is committed."""
    touch("glossary")


@receiver([post_save, post_delete], sender=GlossarySynonym)
def name_changed(sender: type[GlossarySynonym], instance: GlossarySynonym, **kwargs: Any) -> None:
    """Let the term be found by its new names; they are written after the term's own row."""
    touch("glossary")
    touch_in_search({"glossary": {instance.term_id}})
