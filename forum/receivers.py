"""Others' signals that the forum listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cmkc.core.caching import touch
from forum.models import Category, DiscussionRules, Post, Topic


@receiver([post_save, post_delete], sender=Category)
@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Post)
@receiver(post_save, sender=DiscussionRules)
def discussion_changed(sender: type, **kwargs: Any) -> None:
    """Forget the kept pages."""
    touch("forum")
