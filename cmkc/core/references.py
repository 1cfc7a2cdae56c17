"""References: one registry of the kinds that can be cited, and one table of who cites what.

An app registers a kind in its `references.py`; texts name a thing as `[[kind:key]]`, and other apps find it by kind
and key without knowing whose it is.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise

from cmkc.core.models.references import Reference
from cmkc.core.prepared import prepared
from cmkc.core.registry import Registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

    Reader: TypeAlias = User | AnonymousUser

LONGEST_KEY = 200
LONGEST_LOCATOR = 120
CITED_BY_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Target:
    """What is cited: a thing by kind and key, and a place in it (`p. 12`)."""

    kind: str
    key: str
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Referent:
    """What a reader sees of a cited thing. `label` is its short form in running text, such as “Gao 2012”."""

    kind: str
    key: str
    title: str
    url: str
    summary: str = ""
    label: str = ""

    @property
    def shown(self) -> str:
        """Give the words of a link to it."""
        return self.label or self.title


@dataclass(frozen=True)
class ReferenceKind:
    """A kind of citable thing.

    `find(keys, user)` gives the Referents that `user` may see, by key, in one query. `snapshot(key)` gives what a
    frozen edition keeps of it, as plain JSON content. `link_class` is the class of a link to it in a text.
    """

    kind: str
    label: str | Promise
    find: "Callable[[Collection[str], Reader], dict[str, Referent]]"
    snapshot: Callable[[str], dict[str, Any]]
    link_class: str = "reference"


kinds: Registry[ReferenceKind] = Registry(module="references")


def register(kind: ReferenceKind) -> ReferenceKind:
    """Add a kind. Raises: ValueError when its name is taken."""
    return kinds.register(kind.kind, kind)


def resolve(targets: Iterable[Target], user: "Reader") -> dict[Target, Referent]:
    """Find the targets that exist and that `user` may see; at most one query for each kind among them."""
    wanted: dict[str, dict[str, list[Target]]] = defaultdict(lambda: defaultdict(list))
    for target in targets:
        if target.kind in kinds:
            wanted[target.kind][target.key].append(target)
    found: dict[Target, Referent] = {}
    for kind, by_key in wanted.items():
        for key, referent in kinds[kind].find(list(by_key), user).items():
            found |= dict.fromkeys(by_key[key], referent)
    return found


@transaction.atomic
def record(source: Target, targets: Iterable[Target]) -> None:
    """Replace what `source` cites; 1 query when nothing changed, at most 3. A key or locator too long is left out."""
    wanted = {
        (target.kind, target.key, target.locator)
        for target in targets
        if len(target.key) <= LONGEST_KEY and len(target.locator) <= LONGEST_LOCATOR
    }
    rows = Reference.objects.filter(source_kind=source.kind, source_key=source.key)
    kept = {(row.target_kind, row.target_key, row.locator): row.pk for row in rows}
    if gone := [pk for named, pk in kept.items() if named not in wanted]:
        Reference.objects.filter(pk__in=gone).delete()
    Reference.objects.bulk_create(
        [
            Reference(source_kind=source.kind, source_key=source.key, target_kind=kind, target_key=key, locator=locator)
            for kind, key, locator in sorted(wanted - kept.keys())
        ],
        ignore_conflicts=True,  # another transaction may have recorded the same
    )


@prepared
def _sources(kind: Any, key: Any) -> QuerySet[Reference, tuple[str, str]]:
    """Read what cites a thing, the newest first."""
    rows = Reference.objects.filter(target_kind=kind, target_key=key).order_by("-pk")
    return rows.values_list("source_kind", "source_key")[:CITED_BY_AT_MOST]


def cited_by(kind: str, key: str, user: "Reader") -> list[Referent]:
    """List what cites a thing and `user` may see, each once, grouped by kind and sorted by title.

    One query, and one more for each kind among the sources. Of more than CITED_BY_AT_MOST sources the newest count.
    """
    found = resolve(dict.fromkeys(Target(*names) for names in _sources(kind, key)), user)
    order = kinds.names()
    return sorted(found.values(), key=lambda it: (order.index(it.kind), it.title.casefold(), it.key))
