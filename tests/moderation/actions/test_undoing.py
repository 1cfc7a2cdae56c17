"""Undoing is a decision too; what was undone in reverse leaves nothing but the log."""

import random
import threading
import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmkc.accounts.models import User
from cmkc.core.moderated import RefusedError
from cmkc.moderation.actions.deciding import Ruling, decide, decide_many
from cmkc.moderation.actions.refusals import AlreadyUndone, NewerStands, NotYours
from cmkc.moderation.actions.sanctions import lift, sanction
from cmkc.moderation.actions.undoing import undo, undo_batch
from cmkc.moderation.models import Decision, ReviewItem, Sanction
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, many_items, moderator, state_of_the_desk, version_of
from tests.proofs import full_size, record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("action", ["approve", "hide", "warn", "silence"])
def test_an_undone_decision_leaves_nothing_but_the_log(action):
    item = flagged()
    before = state_of_the_desk()
    decision = decided(item, action, by=(by := moderator()))
    undone = undo(decision, by=by)
    after = state_of_the_desk()
    after["people"] = [row for row in after["people"] if row[0] != by.pk]
    assert after == before
    assert (undone.undo_of, undone.before, undone.after) == (decision, decision.after, decision.before)


def test_a_decision_is_undone_once_and_an_undo_not_at_all():
    decision, by = decided(), moderator()
    undone = undo(decision, by=by)
    for again in (decision, undone):
        with pytest.raises(AlreadyUndone):
            undo(again, by=by)


def test_what_something_newer_stands_on_is_not_undone():
    first = decided(action="approve")
    flagged(User.objects.get(pk=first.key))
    with pytest.raises(NewerStands):  # it waits again
        undo(first, by=moderator())
    second = decided(ReviewItem.objects.get(state="pending"))
    with pytest.raises(NewerStands):  # it was decided on again
        undo(first, by=moderator())
    undo(second, by=moderator())
    User.objects.filter(pk=first.key).update(name="Chosen since")
    third = decided(ReviewItem.objects.get(state="pending"))
    member = User.objects.get(pk=first.key)
    member.name = "Chosen after that"
    member.save()
    with pytest.raises(NewerStands):  # its author changed it, and it waits for that
        undo(third, by=moderator())


def test_neither_members_nor_whom_it_is_about_undo():
    author = moderator()
    decision = decided(flagged(author))
    with pytest.raises(PermissionDenied):
        undo(decision, by=UserFactory())
    with pytest.raises(NotYours):
        undo(decision, by=author)


@pytest.mark.proof
def test_a_bulk_of_475_is_undone_by_one_action():
    number = min(475, full_size(475) * 2)
    items, by = many_items(number), moderator()
    before, seen = state_of_the_desk(), {item.pk: version_of(item) for item in items}
    began = time.monotonic()
    outcome = decide_many(seen, Ruling("hide"), by=by)
    decided_in, began = time.monotonic() - began, time.monotonic()
    undone = undo_batch(outcome.batch, by=by)
    seconds = time.monotonic() - began
    assert (len(outcome.decisions), len(undone.decisions), undone.left) == (number, number, {})
    assert len({one.batch for one in undone.decisions}) == 1
    assert state_of_the_desk() == before
    record(
        f"moderation-bulk-{connection.vendor}",
        items=number,
        decide_seconds=round(decided_in, 1),
        undo_seconds=round(seconds, 1),
    )


def test_of_a_bulk_only_that_is_left_alone_which_something_newer_stands_on():
    items, by = many_items(6), moderator()
    outcome = decide_many({item.pk: version_of(item) for item in items}, Ruling("approve"), by=by)
    flagged(User.objects.get(pk=items[2].key))
    undone = undo_batch(outcome.batch, by=by)
    assert len(undone.decisions) == 5
    assert [type(why) for why in undone.left.values()] == [NewerStands]
    assert undo_batch(outcome.batch, by=by).decisions == []


@pytest.mark.django_db(transaction=True)
def test_two_who_undo_the_same_at_once_undo_it_once():
    decision, users, ends = decided(), [moderator() for _ in range(4)], []
    barrier = threading.Barrier(4)

    def act(user):
        barrier.wait(20)
        try:
            ends.append(undo(decision, by=user).action)
        except AlreadyUndone:
            ends.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=act, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(ends) == ["refused", "refused", "refused", "undo"]


class Desk:
    """Moderators who act at random, and remember how each act is taken back."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.users = [moderator() for _ in range(3)]
        self.items = [item.pk for item in many_items(24)]
        self.taken_back = []

    def act(self):
        """Do one thing: decide, decide on many, undo, sanction. What the desk refuses changes nothing."""
        by = self.random.choice(self.users)
        self.random.choice([self._decide, self._decide, self._decide, self._many, self._undo, self._sanction])(by)

    def _waiting(self):
        return list(ReviewItem.objects.filter(pk__in=self.items, state="pending").order_by("pk"))

    def _decide(self, by):
        waiting = self._waiting()
        if waiting:
            item, action = self.random.choice(waiting), self.random.choice(["approve", "hide", "warn", "silence"])
            decision = decide(item, Ruling(action, "Why."), by=by, version=version_of(item))
            self.taken_back.append((undo, decision))

    def _many(self, by):
        some = self._waiting()[: self.random.randint(1, 5)]
        seen = {item.pk: version_of(item) for item in some}
        outcome = decide_many(seen, Ruling(self.random.choice(["approve", "hide"])), by=by)
        self.taken_back.append((undo_batch, outcome.batch))

    def _undo(self, by):
        standing = list(Decision.objects.standing().order_by("pk"))
        if standing:
            try:
                undo(self.random.choice(standing), by=by)
            except RefusedError:
                return

    def _sanction(self, by):
        user = User.objects.get(pk=ReviewItem.objects.get(pk=self.random.choice(self.items)).key)
        self.taken_back.append((lift, sanction(user, "silence", by=by, reason="Why.", days=3)))

    def take_back_all(self):
        """Undo everything in reverse; what was undone already is."""
        for way, what in reversed(self.taken_back):
            try:
                way(what, by=self.users[0])
            except AlreadyUndone:
                continue


@pytest.mark.proof
@settings(max_examples=full_size(50), deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_200_random_acts_undone_in_reverse_leave_nothing_but_the_log(seed):
    desk = Desk(seed)
    version_of(ReviewItem.objects.get(pk=desk.items[0]))
    before, log = state_of_the_desk(), Decision.objects.count()
    for _turn in range(200):
        desk.act()
    middle = Decision.objects.count()
    desk.take_back_all()
    assert state_of_the_desk() == before
    assert Decision.objects.count() > middle > log + 20
    Sanction.objects.filter(user__in=[one[0] for one in before["people"]]).delete()
    record(
        f"moderation-200-acts-{connection.vendor}",
        examples=full_size(50),
        seed=seed,
        decisions=Decision.objects.count() - log,
    )
