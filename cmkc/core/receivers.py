"""Others' signals that core listens to."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import m2m_changed, post_delete, post_migrate, post_save
from django.dispatch import receiver
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from cmkc.core import append_only
from cmkc.core.versions import touch


@receiver(post_migrate)
def guard_append_only_tables(sender: AppConfig, using: str, **_kwargs: Any) -> None:
    """Put in the triggers of an app's append-only tables; a migration that rebuilt a table has dropped them."""
    append_only.install(using, sender.label)


@receiver([post_save, post_delete], sender=PageViewRestriction)
@receiver(m2m_changed, sender=PageViewRestriction.groups.through)
def page_closed_or_opened(sender: type, instance: PageViewRestriction, **_kwargs: Any) -> None:
    """Forget the kept pages of every app that has a page at or below one that is restricted, or no longer is."""
    _touch_below(instance.page)


@receiver(post_page_move)
def page_moved(sender: type[Page], instance: Page, **_kwargs: Any) -> None:
    """Forget the kept pages of what was moved: other restrictions may hold there."""
    _touch_below(instance)


def _touch_below(page: Page) -> None:
    """Change the versions of all apps that have pages there; 1 query, and those of `touch`."""
    below = Page.objects.descendant_of(page, inclusive=True).order_by()
    touch(*below.values_list("content_type__app_label", flat=True).distinct())
