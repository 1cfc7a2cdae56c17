"""Others' signals that the library listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cmkc.core.caching import touch
from cmkc.core.notices import CHANGED, PUBLISHED, announce
from cmkc.library.actions import settle_family
from cmkc.library.models import Publication


@receiver([post_save, post_delete, published, unpublished], sender=Publication)
def publication_changed(sender: type[Publication], instance: Publication, **kwargs: Any) -> None:
    """Let the list and the permanent address show the newest published version, and forget the kept pages.

    Subjects are written after the publication's own row, so `published`, which comes after both, counts too.
    """
    if not kwargs.get("raw"):
        settle_family(instance.family_id)
        touch("library")


@receiver(published, sender=Publication)
def publication_published(sender: type[Publication], instance: Publication, revision: Any, **kwargs: Any) -> None:
    """Tell the followers of the work, by either of its ids: of a version once, and of each later change of it."""
    first = instance.first_published_at == instance.last_published_at
    names = [("ref", name) for name in (instance.cmkc_id, instance.family.key) if name]
    by = getattr(revision, "user_id", None)
    key = f"publication:{instance.pk}:{getattr(revision, 'pk', 0)}"
    announce(PUBLISHED if first else CHANGED, names[0], key, also=names[1:], by=by)
