"""Others' signals that courses listens to: a version is never changed, but a course may be closed or renamed."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from cmkc.core.caching import touch
from courses.models import CoursePage


@receiver([page_published, page_unpublished], sender=CoursePage)
def course_shown_or_hidden(sender: type[CoursePage], **kwargs: Any) -> None:
    """Forget the kept pages."""
    touch("courses")
