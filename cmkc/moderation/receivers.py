"""Others' signals that the desk listens to."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver

from cmkc.accounts.models import User
from cmkc.moderation.actions.profiles import Profile
from cmkc.moderation.actions.queue import open_item
from cmkc.moderation.models import HiddenProfile

SHOWN = {"name", "affiliation"}


@receiver(post_save, sender=User)
def profile_changed(sender: type[User], instance: User, **kwargs: Any) -> None:
    """Put a profile before the moderators again when a member whose profile was hidden gives another name; 1 query."""
    fields = kwargs.get("update_fields")
    if kwargs.get("created") or not (fields is None or SHOWN & set(fields)) or instance.erased_at or not instance.name:
        return
    kept = HiddenProfile.objects.filter(user=instance).first()
    if kept is not None:
        version = Profile(instance, kept).version
        open_item("profile", str(instance.pk), reasons=["changed"], version=version, author=instance.pk)
