"""Others' signals that the library listens to."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.signals import published, unpublished

from cmkc.core.caching import touch
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
