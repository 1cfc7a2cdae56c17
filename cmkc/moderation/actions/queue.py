"""Putting things into the queue."""

from collections.abc import Collection

from django.db import transaction

from cmkc.core.moderated import kinds
from cmkc.moderation import policies
from cmkc.moderation.models import Flag, ItemState, ReviewItem


@transaction.atomic
def open_item(kind: str, key: str, *, reasons: Collection[str], version: str = "", author: int | None) -> ReviewItem:
    """Ask for a decision on a thing; one that waits already gets the new reasons. 4 queries, a new item or not.

    Raises: LookupError for a kind that nobody registered.
    """
    if kind not in kinds:
        raise LookupError(f"no app registers {kind!r} for the moderators' desk")
    first = max(reasons, key=lambda name: policies.WEIGHTS[name])
    item, made = ReviewItem.objects.get_or_create(
        kind=kind, key=key, state=ItemState.PENDING, defaults={"reason": first, "author_id": author}
    )
    if not made:
        item = ReviewItem.objects.select_for_update().get(pk=item.pk)
        if item.state != ItemState.PENDING:  # decided while this waited for it
            item = ReviewItem.objects.create(kind=kind, key=key, reason=first, author_id=author)
    item.reasons = sorted({*item.reasons, *reasons}, key=lambda name: (-policies.WEIGHTS[name], name))
    item.reason, item.version = item.reasons[0], version
    item.priority = 10 * policies.WEIGHTS[item.reason] + min(
        policies.MOST_FLAGS, Flag.objects.filter(kind=kind, key=key).count()
    )
    item.save(update_fields=["reasons", "reason", "version", "priority"])
    return item


def take_out(kind: str, key: str) -> None:
    """Close what waits about a thing on which nobody has to decide any more; nothing was decided. 1 query."""
    ReviewItem.objects.filter(kind=kind, key=key, state=ItemState.PENDING).update(state=ItemState.CLOSED)


def close_gone(item: ReviewItem) -> None:
    """Take an item out of the queue whose thing is no longer there; nothing was decided."""
    ReviewItem.objects.filter(pk=item.pk, state=ItemState.PENDING).update(state=ItemState.CLOSED)
