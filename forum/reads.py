"""Reads of the forum's public pages: what a visitor asks again and again, with SQL that is written once."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from cmkc.core.audiences import principals_of
from cmkc.core.prepared import prepared
from forum.models import Category, Topic

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

LISTED = 10
"""How many topics a visitor's read brings."""


@prepared
def categories(principals: Any) -> QuerySet[Category]:
    """Read the rooms that some of these audiences may enter."""
    return Category.objects.filter(audience__in=principals).only("title", "slug", "description")


@prepared
def _open_topics(principals: Any) -> QuerySet[Topic]:
    """Read the newest topics that are hidden from nobody."""
    return Topic.objects.for_audiences(principals).filter(hidden=False).for_listing()[:LISTED]


def newest_topics(user: "User | AnonymousUser", *, number: int) -> list[Topic]:
    """List the newest topics, at most LISTED; 1 query, 3 for a member, who also sees their own hidden ones."""
    if user.is_authenticated:
        return list(Topic.objects.visible_to(user).for_listing()[: min(number, LISTED)])
    return _open_topics(principals_of(user))[:number]
