"""Others' signals that guides listens to: a release is never changed, but a guide may be closed or renamed."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cmkc.core.caching import touch
from cmkc.guides.models import GuidePage


@receiver([page_published, page_unpublished], sender=GuidePage)
def guide_shown_or_hidden(sender: type[GuidePage], **kwargs: Any) -> None:
    """Forget the kept pages."""
    touch("guides")
