"""What stands in the mails of a batch: who reads what of which events, as far as they may see it now."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cmkc.accounts.models import User
from cmkc.core.notices import AT_ONCE, NONE, Told, kinds
from cmkc.notices.models import Delivery, Event, MailSetting, Notice
from cmkc.notices.seeing import Things, told_by_mail

LONGEST = 100
"""Entries in one digest; it says how many more stand on the page."""


@dataclass(frozen=True)
class Entry:
    """One event as a reader is told of it."""

    event: Event
    told: Told


@dataclass(frozen=True)
class Letter:
    """One mail: to whom, and what of. `more` counts what it has no room for."""

    delivery: Delivery
    reader: User
    entries: tuple[Entry, ...]
    more: int = 0

    @property
    def mailing_list(self) -> str:
        """Name the list that the mail goes out on: the kind of its notice, or the digest."""
        at_once = self.delivery.pace == AT_ONCE
        return self.entries[0].event.kind if at_once else f"digest.{self.delivery.pace}"


def letters(deliveries: Collection[Delivery]) -> list[Letter]:
    """Put together what may go out now; a mail of which nothing is left has no letter.

    3 queries, and those of `told_by_mail`; none a reader. Left out is what the reader may not see, what was read on
    the page before a digest, and whatever belongs to a list that the reader has left, or to an account that is closed.
    """
    readers = {one.reader_id: one.reader for one in deliveries if one.reader.is_active}
    rows = Notice.objects.filter(delivery__in=[one.pk for one in deliveries]).exclude(pace=NONE)
    left = _lists_left(readers)
    wanted = [
        notice
        for notice in rows.select_related("event").order_by("created_at", "pk")
        if _is_wanted(notice, left) and notice.reader_id in readers
    ]
    seen = told_by_mail(wanted, readers)
    by_delivery: dict[int | None, list[Entry]] = defaultdict(list)
    for notice in wanted:
        by_delivery[notice.delivery_id] += _entries(notice, seen.get(notice.reader_id, {}))
    return [
        Letter(one, one.reader, tuple(entries[:LONGEST]), max(0, len(entries) - LONGEST))
        for one in deliveries
        if (entries := by_delivery[one.pk])
    ]


def _entries(notice: Notice, seen: Things) -> list[Entry]:
    told = seen.get((notice.event.about_kind, notice.event.about_key))
    return [Entry(notice.event, told)] if told else []


def _lists_left(readers: Iterable[int]) -> set[tuple[int, str]]:
    rows = MailSetting.objects.filter(user__in=list(readers), pace=NONE)
    return set(rows.values_list("user_id", "mailing_list"))


def _is_wanted(notice: Notice, left: set[tuple[int, str]]) -> bool:
    digest = notice.pace != AT_ONCE
    if digest and notice.read_at is not None:
        return False
    names = [notice.event.kind, *([f"digest.{notice.pace}"] if digest else [])]
    return notice.event.kind in kinds and not any((notice.reader_id, name) in left for name in names)
