"""Work that waits for people: each desk says how much, and one list shows it all.

An app registers its lists in its `waiting.py`. Who may not work on a list is answered 0 and None, at the price of
their permissions, which Django keeps on the user.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import Promise

from cmkc.core.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

KEPT = 60
"""Seconds for which the number in the header is kept for one person."""


@dataclass(frozen=True)
class WaitingList:
    """One desk's list: `count(user)` is how many things that user may work on, `oldest(user)` since when one waits."""

    name: str
    label: str | Promise
    url_name: str
    count: "Callable[[User], int]"
    oldest: "Callable[[User], datetime | None]"


@dataclass(frozen=True, slots=True)
class Work:
    """What waits for one person at one desk."""

    name: str
    label: str
    url: str
    count: int
    oldest: datetime | None


lists: Registry[WaitingList] = Registry(module="waiting")


def register(entry: WaitingList) -> WaitingList:
    """Add a list. Raises: ValueError when its name is taken."""
    return lists.register(entry.name, entry)


def work_of(user: "User") -> list[Work]:
    """List what waits for a person, the longest waiting first; 1 query for each desk of theirs, 2 where work waits."""
    found = [
        Work(one.name, str(one.label), reverse(one.url_name), count, one.oldest(user))
        for one in lists
        if (count := one.count(user))
    ]
    _keep(user, sum(work.count for work in found))
    return sorted(found, key=lambda work: (work.oldest is None, work.oldest, work.name))


def waiting_for(users: "Iterable[User]") -> "dict[int, list[Work]]":
    """List what waits for each of these people, by their number; who has nothing to do is left out. For daily mails.

    Costs each person's permissions and `work_of`; labels and addresses are in the language that is active.
    """
    found = {user.pk: work_of(user) for user in users if user.is_active}
    return {number: work for number, work in found.items() if work}


def count_for(user: "User | AnonymousUser") -> int:
    """Count what waits for the reader, as it stood KEPT seconds ago at most.

    No query for a visitor, for a member who may do nothing more (their account was loaded with that answer) and while
    the number is kept; else their permissions and 1 for each desk of theirs: for each page while the shared cache is
    down.
    """
    if not user.is_authenticated or not user.is_active or not getattr(user, "empowered", True):
        return 0
    kept: int | None = cache.get(_key(user))
    if kept is None:
        kept = _keep(user, sum(one.count(user) for one in lists))
    return kept


def _keep(user: "User", count: int) -> int:
    cache.set(_key(user), count, KEPT)
    return count


def _key(user: "User") -> str:
    return f"waiting:{user.pk}"
