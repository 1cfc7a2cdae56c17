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
    from typing import TypeAlias

    from cmkc.accounts.models import User

    Reads: TypeAlias = Callable[[User], QuerySet]
    May: TypeAlias = Callable[[User], bool]


def _items(user: "User") -> QuerySet:
    return ReviewItem.objects.pending().for_moderator(user)


def _appeals(user: "User") -> QuerySet:
    return Appeal.objects.waiting_for(user)


def _bans(user: "User") -> QuerySet:
    return Sanction.objects.waiting_for(user)


def _count(of: "Reads", may: "May") -> "Callable[[User], int]":
    return lambda user: of(user).count() if may(user) else 0


def _oldest(of: "Reads", may: "May", column: str) -> "Callable[[User], datetime | None]":
    def oldest(user: "User") -> datetime | None:
        if not may(user):
            return None
        first: datetime | None = of(user).order_by().aggregate(first=Min(column))["first"]
        return first

    return oldest


for _name, _label, _url_name, _of, _may, _since in (
    ("items", _("Moderators' desk"), "moderation:queue", _items, policies.may_work, "opened_at"),
    ("appeals", _("Appeals to read"), "moderation:appeals", _appeals, policies.may_work, "created_at"),
    ("bans", _("Bans that wait for a second person"), "moderation:sanctions", _bans, policies.may_moderate,
     "created_at"),
):  # fmt: skip
    register(WaitingList(f"moderation.{_name}", _label, _url_name, _count(_of, _may), _oldest(_of, _may, _since)))
