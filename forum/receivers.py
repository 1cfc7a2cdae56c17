"""Others' signals that the forum listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cmkc.core.caching import touch
from forum.models import Category, DiscussionRules, Post, Topic
from search import actions as search


@receiver([post_save, post_delete], sender=Category)
@receiver([post_save, post_delete], sender=Topic)
@receiver([post_save, post_delete], sender=Post)
@receiver(post_save, sender=DiscussionRules)
def discussion_changed(sender: type, **kwargs: Any) -> None:
    """Forget the kept pages."""
    touch("forum")


@receiver(post_save, sender=Category)
def room_changed(sender: type, instance: Category, *, created: bool = False, **kwargs: Any) -> None:
    """Bring all topics of a room level in search: who may read it, and its name, stand in each of their documents."""
    if not created:
        search.touch({"discussion": set(Topic.objects.filter(category=instance).values_list("pk", flat=True))})
