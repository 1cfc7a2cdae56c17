"""What a decision does, who may take it, and what it leaves behind."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from cmkc.accounts.models import User
from cmkc.core.models import AuditEvent
from cmkc.moderation.actions.claims import take_next
from cmkc.moderation.actions.deciding import Ruling, decide, decide_many
from cmkc.moderation.actions.refusals import AlreadyDecided, Changed, Gone, Held, NotOffered, NotYours
from cmkc.moderation.models import Decision, HiddenProfile, ReviewItem, Sanction
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, many_items, moderator, version_of
from tests.tasks import queued

pytestmark = pytest.mark.django_db


def test_a_hidden_profile_shows_as_member_everywhere_at_once():
    user = UserFactory(name="Rude Words", affiliation="Rude Works")
    decided(flagged(user))
    user.refresh_from_db()
    assert (str(user), user.affiliation) == ("Member", "")
    kept = HiddenProfile.objects.get(user=user)
    assert (kept.name, kept.affiliation) == ("Rude Words", "Rude Works")


def test_a_decision_is_written_with_what_was_before_and_after():
    decision = decided(reason="Not a name.")
    assert (decision.before["item"], decision.after["item"]) == ("pending", "closed")
    assert (decision.before["thing"]["hidden"], decision.after["thing"]["hidden"]) == (False, True)
    assert str(decision.words) == "Not a name."
    event = AuditEvent.objects.get(verb="moderation.hide")
    assert event.data == {"decisions": [decision.pk], "batch": ""}
    assert queued()[-1] == ("moderation.tell", [[decision.pk]], {})


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_change_or_delete_a_decision():
    decision = decided()
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(action="approve")
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(pk=decision.pk)._raw_delete("default")


def test_approving_leaves_the_thing_as_it_is():
    user = UserFactory(name="Ada")
    decided(flagged(user), "approve")
    user.refresh_from_db()
    assert user.name == "Ada"
    assert ReviewItem.objects.get().state == "closed"


@pytest.mark.parametrize(("action", "kind", "ends"), [("warn", "warn", False), ("silence", "silence", True)])
def test_hiding_can_go_with_a_sanction(action, kind, ends):
    decision = decided(action=action, reason="Enough.")
    sanction = Sanction.objects.get()
    assert (sanction.kind, sanction.user_id, sanction.decision) == (kind, decision.about_id, decision)
    assert (sanction.until is not None, sanction.in_force, sanction.reason) == (ends, True, "Enough.")


def refused(item, by, *, action="hide", version=None):
    with pytest.raises(Exception) as caught:  # noqa: PT011  (its type is what the callers compare)
        decide(item, Ruling(action), by=by, version=version_of(item) if version is None else version)
    assert not Decision.objects.filter(by=by).exists()
    return caught.type


def test_nobody_decides_without_the_permission_on_oneself_or_on_what_another_holds():
    author = moderator()
    item, holder = flagged(author), moderator()
    assert refused(item, UserFactory()) is PermissionDenied
    assert refused(item, author) is NotYours
    take_next(holder)
    assert refused(item, moderator()) is Held
    decided(item, by=holder)
    assert refused(item, moderator()) is AlreadyDecided


def test_what_was_changed_or_went_away_meanwhile_is_looked_at_again():
    item = flagged()
    seen = version_of(item)
    User.objects.filter(pk=item.key).update(name="Another name")
    assert refused(item, moderator(), version=seen) is Changed
    assert refused(item, moderator(), action="return") is NotOffered
    User.objects.filter(pk=item.key).update(is_active=False, name="Former member")
    version = version_of(item)
    from django.utils import timezone

    User.objects.filter(pk=item.key).update(erased_at=timezone.now())
    assert refused(item, moderator(), version=version) is Gone


def test_500_at_once_are_one_action_that_leaves_alone_what_it_must(django_assert_max_num_queries):
    items, by = many_items(40), moderator()
    seen = {item.pk: version_of(item) for item in items}
    other = moderator()
    held = take_next(other)
    decided(items[5], by=moderator())
    seen[items[7].pk] = "another version"
    with django_assert_max_num_queries(40 * 10):
        outcome = decide_many(seen | {999_999: ""}, Ruling("hide", "Spam."), by=by)
    assert len(outcome.decisions) == 37
    assert {pk: type(why) for pk, why in outcome.left.items()} == {
        held.pk: Held, items[5].pk: AlreadyDecided, items[7].pk: Changed, 999_999: Gone,
    }  # fmt: skip
    assert set(Decision.objects.filter(batch=outcome.batch).values_list("pk", flat=True)) == {
        one.pk for one in outcome.decisions
    }
    assert AuditEvent.objects.get(verb="moderation.hide", target_kind="").data["batch"] == str(outcome.batch)


def test_not_more_than_500_and_no_sanctions_at_once():
    with pytest.raises(ValueError, match="500"):
        decide_many(dict.fromkeys(range(501), ""), Ruling("hide"), by=moderator())
    with pytest.raises(NotOffered):
        decide_many({1: ""}, Ruling("silence"), by=moderator())
