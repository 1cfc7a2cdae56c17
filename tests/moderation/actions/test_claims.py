"""Two moderators at one queue: nothing is decided twice, nothing stays held."""

import threading
import time
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from django.db.models import Count
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.core.moderated import RefusedError
from cmkc.moderation.actions.claims import let_go, take, take_next
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.actions.refusals import AlreadyDecided, Held
from cmkc.moderation.models import Decision, ReviewClaim, ReviewItem
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, many_items, moderator, version_of
from tests.proofs import full_size, record

pytestmark = pytest.mark.django_db


def test_the_most_urgent_comes_first_and_then_the_oldest():
    later, urgent, earlier = flagged(), flagged(reason="safety"), flagged()
    ReviewItem.objects.filter(pk=earlier.pk).update(opened_at=timezone.now() - timedelta(days=2))
    taken = [take_next(moderator()) for _ in range(3)]
    assert [item.pk for item in taken] == [urgent.pk, earlier.pk, later.pk]
    assert take_next(moderator()) is None


def test_who_holds_an_item_is_given_it_again():
    user = moderator()
    flagged(), flagged()
    assert take_next(user) == take_next(user)
    assert ReviewClaim.objects.count() == 1


def test_a_claim_that_ran_out_holds_nothing():
    item, first, second = flagged(), moderator(), moderator()
    take_next(first)
    assert take_next(second) is None
    ReviewClaim.objects.update(expires_at=timezone.now())
    assert take_next(second) == item
    assert list(ReviewClaim.objects.order_by("pk").values_list("by", "end")) == [(first.pk, "expired"), (second.pk, "")]


def test_an_item_put_aside_goes_to_others_and_comes_back_later():
    item, user = flagged(), moderator()
    take_next(user)
    assert let_go(item, user, skip=True)
    assert take_next(user) is None
    assert take_next(moderator()) == item
    ReviewClaim.objects.update(ended_at=timezone.now() - timedelta(hours=1), end="skipped")
    assert take_next(user) == item


def test_one_item_can_be_taken_from_the_queue_unless_somebody_holds_it():
    item, user = flagged(), moderator()
    assert take(item, user) == item
    with pytest.raises(Held):
        take(item, moderator())
    assert let_go(item, user)
    assert not let_go(item, user)
    assert take(item, moderator()) == item


def test_neither_members_nor_the_author_take_an_item():
    author = moderator()
    item = flagged(author)
    assert take_next(author) is None
    with pytest.raises(PermissionDenied):
        take(item, author)
    with pytest.raises(PermissionDenied):
        take_next(UserFactory())


def test_what_is_no_longer_there_leaves_the_queue_by_itself():
    item, user = flagged(), moderator()
    User.objects.filter(pk=item.key).update(erased_at=timezone.now())
    assert take_next(user) is None
    item.refresh_from_db()
    assert (item.state, Decision.objects.count()) == ("closed", 0)


def _at_the_desk(user, barrier, counts, errors):
    """Take, decide, take the next, until the queue is empty; every seventh item is left lying with its claim."""
    try:
        barrier.wait(20)
        for turn in range(2000):
            item = take_next(user)
            if item is None:
                break
            if turn % 7 == 6:  # a browser that was closed: its lease runs out
                ReviewClaim.objects.filter(item=item, ended_at=None).update(expires_at=timezone.now())
                continue
            try:
                decide(item, Ruling("hide" if item.pk % 2 else "approve"), by=user, version=version_of(item))
                counts[user.pk] = counts.get(user.pk, 0) + 1
            except RefusedError as refused:
                errors.append(refused)
    except Exception as error:  # noqa: BLE001  (shown by the assertion below)
        errors.append(error)
    finally:
        connections.close_all()


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)
def test_two_moderators_on_500_items_decide_each_once():
    number = min(500, full_size(500) * 4)
    items, users = many_items(number), [moderator() for _ in range(2)]
    version_of(items[0])  # makes who looks, before the threads do
    barrier, counts, errors, began = threading.Barrier(2), {}, [], time.monotonic()
    threads = [threading.Thread(target=_at_the_desk, args=[user, barrier, counts, errors]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(600)
    seconds = time.monotonic() - began
    assert errors == []
    assert Decision.objects.count() == number == sum(counts.values())
    assert not Decision.objects.values("item").annotate(times=Count("pk")).filter(times__gt=1).exists()
    assert not ReviewClaim.objects.filter(ended_at=None).exists()
    assert not ReviewItem.objects.filter(state="pending").exists()
    assert len(counts) == 2, "both took part"
    record(
        f"moderation-two-moderators-{connection.vendor}",
        items=number,
        seconds=round(seconds, 1),
        decided=sorted(counts.values()),
    )


@pytest.mark.django_db(transaction=True)
def test_of_eight_moderators_who_decide_on_one_item_one_wins():
    item, users, refused, won = flagged(), [moderator() for _ in range(8)], [], []
    version, barrier = version_of(item), threading.Barrier(8)

    def act(user):
        barrier.wait(20)
        try:
            won.append(decide(item, Ruling("hide"), by=user, version=version))
        except AlreadyDecided as error:
            refused.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert (len(won), len(refused), Decision.objects.count()) == (1, 7, 1)


def test_a_decided_item_holds_no_claim():
    user = moderator()
    item = flagged()
    take_next(user)
    decided(item, by=user)
    assert list(ReviewClaim.objects.values_list("end", flat=True)) == ["decided"]
