"""Others' signals that the home app listens to."""

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cmkc.core.caching import touch
from cmkc.core.models import Subject
from cmkc.home.models import HomePage, TextPage


@receiver([page_published, page_unpublished], sender=HomePage)
@receiver([page_published, page_unpublished], sender=TextPage)
@receiver(post_save, sender=Subject)
def site_page_changed(sender: type, **kwargs: Any) -> None:
    """Forget the kept pages."""
    touch("home")
