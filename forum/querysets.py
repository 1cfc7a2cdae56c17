"""Named reads of categories, topics and posts."""

from typing import TYPE_CHECKING, Any, Self

from django.db.models import Q
from treebeard.mp_tree import MP_NodeManager, MP_NodeQuerySet

from cmkc.core.audiences import principals_of
from cmkc.core.keyset import KeysetQuerySet
from forum import policies

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


def _own(user: "User | AnonymousUser") -> Q:
    """Match what the user wrote. A visitor has no key, and `author=None` would match what editors and imports wrote."""
    return Q(author=user.pk) if user.is_authenticated else Q(pk__in=[])


ROW = (
    "title", "slug", "state", "pinned", "reply_count", "last_post_at",
    "category__title", "category__slug", "author__name",
)  # fmt: skip
"""What a row of a list of topics shows."""


class CategoryQuerySet(MP_NodeQuerySet):
    """Reads of categories."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep the categories whose audience the user belongs to; no query for a visitor, one for a member."""
        return self.filter(audience__in=principals_of(user))


class CategoryManager(MP_NodeManager.from_queryset(CategoryQuerySet)):  # type: ignore[misc]  # a class made at run time
    """Gives categories in the order of the tree."""

    def get_queryset(self) -> CategoryQuerySet:
        """Start from our own reads; treebeard's manager names its own query set."""
        return CategoryQuerySet(self.model).order_by("path")


class TopicQuerySet(KeysetQuerySet):
    """Reads of topics."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what the user may read: all in their categories that isn't hidden, and their own hidden ones."""
        readable = self.for_audiences(principals_of(user))
        if policies.may_moderate(user):
            return readable
        return readable.filter(Q(hidden=False) | _own(user))

    def for_audiences(self, principals: Any) -> Self:
        """Keep the topics of categories for any of these audiences, hidden or not."""
        return self.filter(category__audience__in=principals)

    def for_listing(self) -> Self:
        """Load what a row of a list shows, in the order of the list."""
        rows = self.select_related("category", "author").order_by("-pinned", "-last_post_at", "-pk")
        return rows.only(*ROW)


class PostQuerySet(KeysetQuerySet):
    """Reads of posts."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what the user may read of topics that they may read: visible posts, and their own."""
        if policies.may_moderate(user):
            return self
        return self.filter(Q(state="visible") | _own(user))

    def numbered(self, first: int, last: int) -> Self:
        """Keep a range of numbers in order; holes show fewer posts, so addresses stay right for ever."""
        return self.filter(number__range=(first, last)).order_by("number")
