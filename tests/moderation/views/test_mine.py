"""What a member is told, their appeal, and who reads it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc.accounts.models import User
from cmkc.moderation.actions.appeals import answer, appeal, appeal_sanction
from cmkc.moderation.actions.sanctions import confirm, lift, sanction
from cmkc.moderation.actions.undoing import undo
from cmkc.moderation.models import Appeal, Decision, ReviewItem, Sanction
from cmkc.notices.models import Notice
from cmkc.notices.worker import send_due
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


def given_by_itself(member, kind, **more):
    """A sanction from the member's page, in force; gives it and all who had a hand in it."""
    people = [moderator()]
    made = sanction(member, kind, by=people[0], reason="Three threats.", **more)
    if kind == "ban":
        confirm(made, by=(second := moderator()))
        people.append(second)
        made.refresh_from_db()
    return made, people


@pytest.mark.parametrize(("kind", "more"), [("warn", {}), ("silence", {"days": 9}), ("ban", {})])
def test_a_sanction_given_by_itself_is_appealed_and_read_by_a_third(client, author, kind, more):
    made, people = given_by_itself(author, kind, **more)
    run_queued()
    send_due()
    mine = reverse("moderation:my_sanction", args=[made.pk])
    assert "you can appeal there" in mail.outbox[0].body
    assert mine in mail.outbox[0].body
    assertContains(client.get("/me/decisions/"), mine)
    page = client.get(mine)
    assertContains(page, "Three threats.")
    for one in people:
        assertNotContains(page, one.name)
    assertRedirects(client.post(mine, {"words": "It was quoted."}), mine)
    assertNotContains(client.get(mine), "Send the appeal")
    desk = reverse("moderation:appeal", args=[Appeal.objects.get().pk])
    for one in people:
        client.force_login(one)
        assert client.get(desk).status_code == 404
        assertNotContains(client.get("/moderation/appeals/"), "It was quoted.")
    client.force_login(moderator())
    assertContains(client.get("/moderation/appeals/"), "It was quoted.")
    assertContains(client.get("/me/work/"), "Appeals to read")
    assertContains(client.get(desk), "Three threats.")
    assertRedirects(client.post(desk, {"answer": "overturned", "words": "Indeed."}), "/moderation/appeals/")
    made.refresh_from_db()
    assert made.lifted_at is not None
    client.force_login(author)
    assertContains(client.get(mine), "Indeed.")


def test_the_database_too_keeps_the_second_person_of_a_ban_from_reading_its_appeal(author):
    made, people = given_by_itself(author, "ban")
    asked = appeal_sanction(made, by=author, words="No.")
    for one in people:
        with pytest.raises(PermissionDenied):
            answer(asked, by=one, overturn=True, words="Yes.")
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.filter(pk=asked.pk).update(state="upheld", read_by=one)


def test_what_can_no_longer_be_appealed_offers_no_form(client, author, time_machine):
    lifted, _people = given_by_itself(author, "silence", days=3)
    lift(lifted, by=moderator())
    old, _people = given_by_itself(author, "warn")
    upheld, _people = given_by_itself(author, "warn")
    answer(appeal_sanction(upheld, by=author, words="No."), by=moderator(), overturn=False, words="It stands.")
    waiting = sanction(author, "ban", by=moderator(), reason="Threats.")
    assert client.get(reverse("moderation:my_sanction", args=[waiting.pk])).status_code == 404
    assertContains(client.get(reverse("moderation:my_sanction", args=[upheld.pk])), "It stands.")
    time_machine.move_to(timezone.now() + timedelta(days=91))
    client.force_login(author)
    for one in (lifted, old, upheld):
        mine = reverse("moderation:my_sanction", args=[one.pk])
        assertNotContains(client.get(mine), "Send the appeal")
        client.post(mine, {"words": "Again."})
    assert Appeal.objects.get().sanction == upheld
    client.force_login(UserFactory())
    assert client.get(reverse("moderation:my_sanction", args=[old.pk])).status_code == 404


def test_a_sanction_that_came_with_a_decision_is_appealed_with_it(client, author):
    decision = decided(flagged(author), "silence")
    run_queued()
    made = Sanction.objects.get()
    assertContains(client.get("/me/decisions/"), f'href="{reverse("moderation:my_decision", args=[decision.pk])}"')
    assert client.get(reverse("moderation:my_sanction", args=[made.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        appeal_sanction(made, by=author, words="No.")
