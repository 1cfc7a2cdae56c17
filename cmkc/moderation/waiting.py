"""What waits at the moderators' desk."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Min, QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.core.waiting import WaitingList, register
from cmkc.moderation import policies
from cmkc.moderation.models import Appeal, ReviewItem, Sanction

if TYPE_CHECKING:
    from collections.abc import Callable

    from cmkc.accounts.models import User


def _items(user: "User") -> QuerySet:
    return ReviewItem.objects.pending().for_moderator(user)


def _appeals(user: "User") -> QuerySet:
    return Appeal.objects.waiting_for(user)


def _bans(user: "User") -> QuerySet:
    return Sanction.objects.waiting_for(user)


def _count(of: "Callable[[User], QuerySet]") -> "Callable[[User], int]":
    return lambda user: of(user).count() if policies.may_moderate(user) else 0


def _oldest(of: "Callable[[User], QuerySet]", column: str) -> "Callable[[User], datetime | None]":
    def oldest(user: "User") -> datetime | None:
        if not policies.may_moderate(user):
            return None
        first: datetime | None = of(user).order_by().aggregate(first=Min(column))["first"]
        return first

    return oldest


register(
    WaitingList(
        "moderation.items", _("Moderators' desk"), "moderation:queue", _count(_items), _oldest(_items, "opened_at")
    )
)
register(
    WaitingList(
        "moderation.appeals", _("Appeals to read"), "moderation:appeals", _count(_appeals),
        _oldest(_appeals, "created_at"),
    )
)  # fmt: skip
register(
    WaitingList(
        "moderation.bans", _("Bans that wait for a second person"), "moderation:sanctions", _count(_bans),
        _oldest(_bans, "created_at"),
    )
)  # fmt: skip
