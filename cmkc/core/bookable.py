"""What can be booked: a workshop, a day at a training site. Apps register kinds; cmkc.bookings keeps the places.

What an app registers in its `bookable.py` says what a thing is called, where it stands, who it is for and who looks
after its bookings; dates, places and lists are kept by bookings for all of them alike.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.functional import Promise

from cmkc.core.audiences import MEMBERS
from cmkc.core.registry import Registry

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@dataclass(frozen=True, slots=True)
class Bookable:
    """One thing that can be booked. `audience` (core.audiences) says who sees it and may book; nobody books signed out.

    `url` is its page, a path of this site.
    """

    kind: str
    key: str
    title: str
    url: str
    audience: str = MEMBERS


@dataclass(frozen=True)
class BookableKind:
    """A kind of thing that can be booked.

    `find(keys)` gives the things that are there, by key, in one query and in the language that is active; what is a
    draft is not there. `may_manage(user, key)` tells whether a member looks after the bookings of one of them.
    """

    kind: str
    label: str | Promise
    find: Callable[[Collection[str]], dict[str, Bookable]]
    may_manage: "Callable[[User, str], bool]"


kinds: Registry[BookableKind] = Registry(module="bookable")


def register(kind: BookableKind) -> BookableKind:
    """Add a kind. Raises: ValueError when its name is taken."""
    return kinds.register(kind.kind, kind)


def find_all(targets: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Bookable]:
    """Find things by kind and key; 1 query for each kind among them. What nobody registers is not found."""
    wanted: dict[str, set[str]] = {}
    for kind, key in targets:
        wanted.setdefault(kind, set()).add(key)
    return {
        (kind, key): thing
        for kind, keys in wanted.items()
        if kind in kinds
        for key, thing in kinds[kind].find(keys).items()
    }
