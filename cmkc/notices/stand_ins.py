"""Asking once for many readers: readers who may see the same are asked for by one who stands in for them.

What `core.references` finds depends on the reader's groups and permissions, and on what is the reader's own. A stand-in
has the groups and the permissions and owns nothing (its primary key is no account's), so that what it may see, all
whom it stands for may see. What only one of them may see as their own is not found: it is told by a
`core.notices.Subject` or not at all.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Permission

from cmkc.accounts.models import User
from cmkc.core import audiences

NOBODY = 0
"""The primary key of a stand-in; keys of accounts begin at 1."""


@dataclass(frozen=True)
class Sight:
    """What decides what a reader may see, but for their own things."""

    groups: frozenset[int]
    permissions: frozenset[int]
    sector: str
    superuser: bool


def sights_of(readers: Collection[User]) -> dict[int, Sight]:
    """Give each reader's sight by pk; 2 queries for any number of readers."""
    keys = [reader.pk for reader in readers]
    groups = _by_user(User.groups.through.objects.filter(user__in=keys).values_list("user_id", "group_id"))
    granted = User.user_permissions.through.objects.filter(user__in=keys)
    permissions = _by_user(granted.values_list("user_id", "permission_id"))
    return {
        reader.pk: Sight(
            frozenset(groups[reader.pk]), frozenset(permissions[reader.pk]), reader.verified_sector, reader.is_superuser
        )
        for reader in readers
    }


def _by_user(pairs: Iterable[tuple[int, int]]) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for user, key in pairs:
        found[user].add(key)
    return found


def stand_ins(sights: Iterable[Sight]) -> dict[Sight, User]:
    """Make a reader for each sight who may see what all of that sight may see; 2 queries."""
    wanted = set(sights)
    of_groups: defaultdict[int, set[str]] = defaultdict(set)
    groups = frozenset[int]().union(*(sight.groups for sight in wanted))
    columns = ("content_type__app_label", "codename")
    for group, app, name in Permission.objects.filter(group__in=groups).values_list("group", *columns):
        of_groups[group].add(f"{app}.{name}")
    single = frozenset[int]().union(*(sight.permissions for sight in wanted))
    found = Permission.objects.filter(pk__in=single).values_list("pk", *columns)
    named = {pk: f"{app}.{name}" for pk, app, name in found}
    return {
        sight: _stand_in(sight, {named[pk] for pk in sight.permissions}.union(*(of_groups[pk] for pk in sight.groups)))
        for sight in wanted
    }


def _stand_in(sight: Sight, permissions: set[str]) -> User:
    """Make the reader, with what Django and `audiences` would have looked up already looked up."""
    reader = User(pk=NOBODY, name="", is_active=True, is_superuser=sight.superuser, sector=sight.sector)
    groups = (audiences.group(pk) for pk in sight.groups)
    known: dict[str, Any] = {
        "_principals": frozenset({audiences.PUBLIC, audiences.MEMBERS, *groups}),
        "_perm_cache": permissions,
    }
    for name, value in known.items():
        setattr(reader, name, value)
    return reader
