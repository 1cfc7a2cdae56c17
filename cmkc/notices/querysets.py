"""Named reads of notices and of the mails that carry them."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cmkc.core.keyset import KeysetQuerySet
from cmkc.core.notices import NONE

if TYPE_CHECKING:
    from cmkc.accounts.models import User


class FollowQuerySet(KeysetQuerySet):
    """Reads of who follows what."""

    def of_thing(self, kind: str, key: str) -> Self:
        """Keep the followers of one thing."""
        return self.filter(kind=kind, key=key)


class NoticeQuerySet(KeysetQuerySet):
    """Reads of notices."""

    def for_listing(self, reader: "User") -> Self:
        """Give a reader's notices with their events, unread first, then the newest."""
        unread_first = F("read_at").desc(nulls_first=True)
        return self.filter(reader=reader).select_related("event").order_by(unread_first, "-pk")

    def unread(self, reader: "User") -> Self:
        """Keep what this reader has not read."""
        return self.filter(reader=reader, read_at=None)

    def to_mail(self, pace: str) -> Self:
        """Keep what waits to be put into a mail of this pace."""
        return self.filter(pace=pace, delivery=None)

    def not_mailed_yet(self) -> Self:
        """Keep what may still be kept out of the mail: in no mail, or in one that waits."""
        return self.exclude(pace=NONE).filter(Q(delivery=None) | Q(delivery__state="waiting"))


class DeliveryQuerySet(QuerySet):
    """Reads of mails."""

    def free(self, now: datetime | None = None) -> Self:
        """Keep the mails that wait and that no worker has in hand: never taken, given back, or its worker is gone."""
        now = now or timezone.now()
        nobodys = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(nobodys, state="waiting", not_before__lte=now)
