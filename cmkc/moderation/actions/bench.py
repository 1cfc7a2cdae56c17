"""Some items and their things, read under the items' locks: what every decision and every undo begins with."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model

from cmkc.core.moderated import ModeratedKind, kinds
from cmkc.moderation.models import Appeal, ReviewClaim, ReviewItem

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@dataclass
class Bench:
    """Items that nobody else can decide on until this transaction ends, and their things as they stand now."""

    items: list[ReviewItem]
    things: dict[int, Any]
    holders: dict[int, int] = field(default_factory=dict)
    barred: frozenset[int] = frozenset()
    languages: dict[int | None, str] = field(default_factory=dict)
    """The language that each author reads."""

    @classmethod
    def lock(cls, pks: Collection[int], by: "User") -> "Bench":
        """Lock items in one order, so that two actions never wait for each other; 4 queries and what each kind asks."""
        items = list(ReviewItem.objects.filter(pk__in=pks).order_by("pk").select_for_update())
        authors = get_user_model()._default_manager.filter(pk__in={item.author_id for item in items})
        claims = ReviewClaim.objects.live().filter(item__in=items).exclude(by=by)
        overturned = Appeal.objects.filter(decision__item__in=items, decided_by=by, state=Appeal.State.OVERTURNED)
        return cls(
            items,
            things_of(items, by),
            dict(claims.values_list("item_id", "by_id")),
            frozenset(overturned.values_list("decision__item_id", flat=True)),
            dict(authors.values_list("pk", "language")),
        )

    def kind(self, item: ReviewItem) -> ModeratedKind:
        """Give the kind of an item that has a thing."""
        return kinds[item.kind]


def things_of(items: Iterable[ReviewItem], user: "User") -> dict[int, Any]:
    """Find the things of items, by the item's pk; 1 query for each kind. What is gone or not to be seen is left out."""
    by_kind: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for item in items:
        by_kind[item.kind][item.key].append(item.pk)
    found: dict[int, Any] = {}
    for kind, keys in by_kind.items():
        if kind in kinds:
            for key, thing in kinds[kind].find(list(keys), user).items():
                found |= dict.fromkeys(keys[key], thing)
    return found
