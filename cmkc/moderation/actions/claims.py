"""Holding an item: 15 minutes for one moderator, after which it is everybody's again by itself.

Every write of a claim happens under the lock of its item. A lease that ran out holds nothing from that moment; its row
is closed by whoever takes the item next.
"""

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from cmkc.moderation import policies
from cmkc.moderation.actions.bench import things_of
from cmkc.moderation.actions.queue import close_gone
from cmkc.moderation.actions.refusals import AlreadyDecided, Held
from cmkc.moderation.models import ItemState, ReviewClaim, ReviewItem

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def take_next(user: "User") -> ReviewItem | None:
    """Give a moderator the item to look at now, and hold it for them; None when nothing is free.

    It is the one that they hold already, else the most urgent that nobody holds. 4 queries when nobody is in the way,
    and what the kind asks to find its thing; 1 when they hold one.
    Raises: PermissionDenied without the permission.
    """
    if not policies.may_work(user):
        raise PermissionDenied
    held = ReviewItem.objects.pending().filter(claims__in=ReviewClaim.objects.live().filter(by=user))
    if mine := held.for_moderator(user).first():
        return mine
    while (item := _take_free(user)) is not None:
        if things_of([item], user):
            return item
        close_gone(item)
    return None


@transaction.atomic
def _take_free(user: "User") -> ReviewItem | None:
    """Lock the first free item and hold it; what others have locked this moment is passed over."""
    passed: list[int] = []
    while True:
        free = ReviewItem.objects.pending().for_moderator(user).free_for(user).exclude(pk__in=passed)
        skip = connection.features.has_select_for_update_skip_locked
        item = free.select_for_update(skip_locked=skip, of=("self",) if skip else ()).first()
        if item is None or _hold(item, user):
            return item
        passed.append(item.pk)  # its claim was committed between our look and our lock


def _hold(item: ReviewItem, user: "User") -> bool:
    """Write a claim on a locked item, in place of one whose lease ran out; False when somebody holds it."""
    now = timezone.now()
    open_claim = ReviewClaim.objects.filter(item=item, ended_at=None).first()
    if open_claim and open_claim.by_id == user.pk:
        open_claim.expires_at = now + policies.LEASE
        open_claim.save(update_fields=["expires_at"])
        return True
    if open_claim and open_claim.expires_at > now:
        return False
    if open_claim:
        end(open_claim, ReviewClaim.End.EXPIRED)
    ReviewClaim.objects.create(item=item, by=user, taken_at=now, expires_at=now + policies.LEASE)
    return True


def end(claim: ReviewClaim, how: str) -> None:
    """Close a claim on a locked item."""
    claim.ended_at, claim.end = timezone.now(), how
    claim.save(update_fields=["ended_at", "end"])


@transaction.atomic
def take(item: ReviewItem, user: "User") -> ReviewItem:
    """Hold this item, chosen from the queue. Raises: PermissionDenied; AlreadyDecided; Held."""
    if not policies.may_decide(user, item):
        raise PermissionDenied
    item = ReviewItem.objects.select_for_update().get(pk=item.pk)
    if item.state != ItemState.PENDING:
        raise AlreadyDecided
    if not _hold(item, user):
        raise Held
    return item


@transaction.atomic
def let_go(item: ReviewItem, user: "User", *, skip: bool = False) -> bool:
    """Put one's item back for the others; `skip` keeps it away from oneself for a while. False when it is not held."""
    ReviewItem.objects.select_for_update().get(pk=item.pk)
    claim = ReviewClaim.objects.filter(item=item, by=user, ended_at=None).first()
    if claim is None and skip:
        now = timezone.now()
        ReviewClaim.objects.create(item=item, by=user, expires_at=now, ended_at=now, end=ReviewClaim.End.SKIPPED)
    if claim is None:
        return False
    end(claim, ReviewClaim.End.SKIPPED if skip else ReviewClaim.End.RELEASED)
    return True
