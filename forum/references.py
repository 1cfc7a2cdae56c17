"""What may be cited of the forum: a topic, a category."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cmkc.core.references import ReferenceKind, Referent, register
from forum.models import Category, Topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


def _find(keys: Collection[str], user: "User | AnonymousUser") -> dict[str, Referent]:
    """Find topics by their number; one query."""
    numbers = [int(key) for key in keys if key.isdecimal()]
    topics = Topic.objects.visible_to(user).filter(pk__in=numbers).select_related("category")
    return {
        str(topic.pk): Referent("topic", str(topic.pk), topic.title, topic.get_absolute_url(), topic.category.title)
        for topic in topics
    }


def _snapshot(key: str) -> dict[str, Any]:
    """Freeze what the topic was called and how far it had come."""
    topic = Topic.objects.filter(pk=int(key)).first()
    return {"topic": key, "title": topic.title, "posts": topic.next_number - 1} if topic else {}


def _categories(keys: Collection[str], user: "User | AnonymousUser") -> dict[str, Referent]:
    """Find categories by their slug; one query, and one for a member's groups."""
    found = Category.objects.visible_to(user).filter(slug__in=keys)
    return {
        one.slug: Referent("category", one.slug, one.title, one.get_absolute_url(), one.description) for one in found
    }


def _snapshot_category(key: str) -> dict[str, Any]:
    """Freeze what the category was called; one query."""
    return Category.objects.filter(slug=key).values("slug", "title", "description").first() or {}


register(ReferenceKind("category", _("forum category"), _categories, _snapshot_category))
register(ReferenceKind("topic", _("discussion"), _find, _snapshot))
