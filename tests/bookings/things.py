"""A kind of thing that tests book. It stands on no table: what bookings knows of a thing is the registry's entry."""

from contextlib import contextmanager

from cmkc.core.audiences import MEMBERS
from cmkc.core.bookable import Bookable, BookableKind, kinds

KIND = "test-workshop"
audiences: dict[str, str] = {}
managers: dict[str, set[int]] = {}
gone: set[str] = set()
asked: list[tuple[str, ...]] = []


def _find(keys):
    asked.append(tuple(sorted(keys)))
    return {
        key: Bookable(KIND, key, f"Workshop {key}", f"/workshops/{key}/", audiences.get(key, MEMBERS))
        for key in keys
        if key not in gone
    }


def _may_manage(user, key):
    return user.pk in managers.get(key, set())


def managed_by(user, key="granulation"):
    """Let this member look after the bookings of a thing."""
    managers.setdefault(key, set()).add(user.pk)
    return user


@contextmanager
def registered():
    """Let test workshops be booked for a while."""
    for kept in (audiences, managers, gone, asked):
        kept.clear()
    kinds.register(KIND, BookableKind(KIND, "workshop", _find, _may_manage))
    try:
        yield
    finally:
        del kinds._entries[KIND]
