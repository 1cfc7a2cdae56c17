"""What a member is told, their appeal, and who reads it."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.accounts.models import User
from cmkc.moderation.actions.appeals import answer, appeal
from cmkc.moderation.actions.undoing import undo
from cmkc.moderation.models import Appeal, Decision, ReviewItem
from cmkc.notices.models import Notice
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, moderator
from tests.tasks import run_queued

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    author = UserFactory(name="Ada Author")
    client.force_login(author)
    return author


def test_the_author_is_told_with_reason_and_a_way_to_appeal_once(client, author):
    decision = decided(flagged(author), reason="Please use a name.", by=(by := moderator(name="Mona Desk")))
    run_queued()
    run_queued()
    assert Notice.objects.filter(reader=author).count() == 1
    assertContains(client.get("/me/notices/"), "Hidden by a moderator")
    page = client.get(reverse("moderation:my_decision", args=[decision.pk]))
    assertContains(page, "Please use a name.")
    assertNotContains(page, by.name)
    assertContains(client.get("/me/decisions/"), "Please use a name.")


def test_nobody_reads_what_was_decided_about_another(client, author):
    decision = decided()
    assert client.get(reverse("moderation:my_decision", args=[decision.pk])).status_code == 404
    assertContains(client.get("/me/decisions/"), "Nothing was decided about you")


def test_that_a_flag_changed_nothing_is_told_to_nobody(author):
    decided(flagged(author), "approve")
    run_queued()
    assert not Notice.objects.filter(reader=author).exists()


def test_an_appeal_is_read_by_another_and_may_undo_the_decision(client, author):
    decision = decided(flagged(author), by=(decider := moderator()))
    page = reverse("moderation:my_decision", args=[decision.pk])
    assertRedirects(client.post(page, {"words": "It is my real name."}), page)
    asked = Appeal.objects.get()
    desk = reverse("moderation:appeal", args=[asked.pk])
    client.force_login(decider)
    assert client.get(desk).status_code == 404
    with pytest.raises(PermissionDenied):
        answer(asked, by=decider, overturn=False, words="No.")
    client.force_login(reader := moderator())
    assertContains(client.get("/moderation/appeals/"), "It is my real name.")
    assertContains(client.post(desk, {"answer": "overturned"}), "Please mend this")
    assertRedirects(client.post(desk, {"answer": "overturned", "words": "You are right."}), "/moderation/appeals/")
    assert User.objects.get(pk=author.pk).name == "Ada Author"
    item = ReviewItem.objects.get()
    assert item.state == "pending"
    assert list(ReviewItem.objects.pending().for_moderator(decider)) == []
    assert list(ReviewItem.objects.pending().for_moderator(reader)) == [item]
    run_queued()
    client.force_login(User.objects.get(pk=author.pk))
    assertContains(client.get(page), "You are right.")
    assertContains(client.get("/me/notices/"), "Your appeal was read")


def test_one_appeal_for_each_decision_and_none_of_what_was_taken_back(client, author):
    decision = decided(flagged(author))
    assert appeal(decision, by=author, words="No.") == appeal(decision, by=author, words="Really, no.")
    assertNotContains(client.get(reverse("moderation:my_decision", args=[decision.pk])), "Send the appeal")
    undone = decided(flagged(other := UserFactory()))
    undo(undone, by=moderator())
    client.force_login(other)
    page = client.get(reverse("moderation:my_decision", args=[undone.pk]))
    assertContains(page, "taken back")
    assertNotContains(page, "Send the appeal")
    assert Decision.objects.filter(undo_of=undone).exists()


def test_an_appeal_that_can_no_longer_undo_anything_stays_open_and_says_so(client, author):
    decision = decided(flagged(author))
    asked = appeal(decision, by=author, words="No.")
    author.refresh_from_db()
    author.name = "Another name"
    author.save()
    client.force_login(moderator())
    page = client.post(reverse("moderation:appeal", args=[asked.pk]), {"answer": "overturned", "words": "Yes."})
    assertContains(page, "Something newer stands on this decision")
    asked.refresh_from_db()
    assert asked.state == "open"
