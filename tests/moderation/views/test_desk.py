"""The desk by plain forms: a queue, one item after the other, many at once, and undoing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.models import User
from cmkc.core import waiting
from cmkc.core.registry import Registry
from cmkc.core.waiting import WaitingList
from cmkc.moderation.actions.bench import Bench
from cmkc.moderation.actions.claims import take_next
from cmkc.moderation.actions.queue import open_item, take_out
from cmkc.moderation.actions.sanctions import bars_writing
from cmkc.moderation.models import Decision, ReasonTemplate, ReviewItem, Sanction
from cmkc.moderation.policies import may_moderate
from cmkc.moderation.views.surroundings import history_of
from tests.accounts.factories import UserFactory
from tests.moderation.factories import decided, flagged, many_items, moderator, version_of

pytestmark = pytest.mark.django_db
QUEUE = "/moderation/"


@pytest.fixture
def user(client):
    user = moderator(name="Mona Desk")
    client.force_login(user)
    return user


def page_of(item):
    return reverse("moderation:item", args=[item.pk])


@pytest.mark.parametrize("role", [None, *(set(roles.PERMISSIONS) - {roles.MODERATOR, roles.ADMINISTRATOR})])
def test_the_desk_is_not_there_for_others(client, role):
    client.force_login(UserFactory(roles=[role] if role else []))
    item = flagged()
    for address in (QUEUE, page_of(item), "/moderation/log/", "/moderation/sanctions/", "/moderation/appeals/"):
        assert client.get(address).status_code == 404
    assert client.post(page_of(item), {"action": "hide", "version": version_of(item)}).status_code == 404


def test_the_queue_shows_why_and_since_when_and_costs_the_same_for_any_number(client, user):
    item = flagged(UserFactory(name="Loud Seller"))
    assertContains(client.get(QUEUE), "Loud Seller")
    assertContains(client.get(QUEUE), "advertising or spam")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(QUEUE)
    many_items(20)
    take_next(moderator(name="Otto Other"))
    with CaptureQueriesContext(connection) as many:
        page = client.get(QUEUE)
    assert len(many) <= len(few) + 1
    assertContains(page, "Otto Other has it")
    assert item.pk


def test_the_queue_can_be_narrowed(client, user):
    flagged(UserFactory(name="Loud Seller")), flagged(UserFactory(name="Rude Person"), reason="harassment")
    assertNotContains(client.get(QUEUE, {"reason": "harassment"}), "Loud Seller")
    assertContains(client.get(QUEUE, {"reason": "harassment", "kind": "profile", "held": "free"}), "Rude Person")
    assertNotContains(client.get(QUEUE, {"age": "7"}), "Rude Person")
    assertNotContains(client.get(QUEUE, {"held": "mine"}), "Rude Person")
    take_next(user)
    assertContains(client.get(QUEUE, {"held": "mine"}), "Rude Person")


def test_what_is_ones_own_waits_for_the_others(client, user):
    item = flagged(user)
    assert client.get(page_of(item)).status_code == 404
    assertContains(client.get(QUEUE), "Nothing waits")


def test_a_decision_opens_the_next_item_and_offers_to_undo(client, user):
    first, second = flagged(reason="safety"), flagged()
    assertRedirects(client.post("/moderation/next/"), page_of(first))
    answer = client.post(page_of(first), {"action": "hide", "version": version_of(first), "pressed": "h"})
    assertRedirects(answer, page_of(second), fetch_redirect_response=False)
    page = client.get(page_of(second))
    decision = Decision.objects.get()
    assertContains(page, reverse("moderation:undo", args=[decision.pk]))
    assert (decision.pressed, decision.reason_text) == ("h", "danger to patients or workers")
    assertRedirects(client.post(reverse("moderation:undo", args=[decision.pk])), page_of(first))
    assertNotContains(client.get(page_of(second)), "/undo/")


def test_the_item_shows_all_flags_the_history_and_the_claim(client, user):
    member = UserFactory(name="Loud Seller", affiliation="Shop")
    decided(flagged(member), "approve")
    item = flagged(member, by=UserFactory(name="First Reader"))
    flagged(member, by=UserFactory(name="Second Reader"), reason="wrong")
    page = client.get(page_of(item))
    for words in (
        "First Reader",
        "Second Reader",
        "Shop",
        "nobody holds it",
        "Decided about it before",
        "Flags raised",
    ):
        assertContains(page, words)
    client.post(reverse("moderation:take", args=[item.pk]))
    assertContains(client.get(page_of(item)), "you hold it until")


@pytest.mark.parametrize("action", ["warn", "silence"])
def test_a_sanction_needs_a_reason_and_nothing_typed_is_lost(client, user, action):
    item = flagged()
    sent = {"action": action, "version": version_of(item), "days": "9"}
    page = client.post(page_of(item), sent)
    assertContains(page, "Say why, or choose a template", status_code=422)
    assertContains(page, 'value="9"', status_code=422)
    template = ReasonTemplate.objects.create(name="Advertising", text="No advertising here.")
    client.post(page_of(item), sent | {"template": template.pk})
    assert Sanction.objects.get().reason == "No advertising here."


def test_what_was_changed_meanwhile_is_shown_again(client, user):
    item = flagged()
    seen = version_of(item)
    User.objects.filter(pk=item.key).update(name="Somebody Else")
    page = client.post(page_of(item), {"action": "hide", "version": seen, "reason": "My words"})
    assertContains(page, "changed after you opened it", status_code=422)
    assertContains(page, "My words", status_code=422)
    assertContains(page, "Somebody Else", status_code=422)


def test_an_item_can_be_put_aside_and_put_back(client, user):
    first, second = flagged(reason="safety"), flagged()
    client.post("/moderation/next/")
    assertRedirects(client.post(reverse("moderation:skip", args=[first.pk])), page_of(second))
    assertRedirects(client.post(reverse("moderation:release", args=[second.pk])), QUEUE)
    assertRedirects(client.post("/moderation/next/"), page_of(second))


def test_many_are_decided_on_and_undone_at_once(client, user):
    items = many_items(30)
    page = client.get(QUEUE, {"rows": "100"})
    values = [f"{item.pk}:{version_of(item)}" for item in items]
    for value in values:
        assertContains(page, f'value="{value}"')
    page = client.post("/moderation/bulk/", {"item": values[:25], "action": "hide", "reason": "Spam."}, follow=True)
    assertContains(page, "Decided on 25 items.")
    batch = Decision.objects.first().batch
    page = client.post(reverse("moderation:undo_batch", args=[batch]), follow=True)
    assertContains(page, "Undone: 25.")
    assert ReviewItem.objects.filter(state="pending").count() == 30
    assertContains(client.post(reverse("moderation:undo_batch", args=[batch]), follow=True), "undone already")


def test_ticking_nothing_and_nonsense_change_nothing(client, user):
    item = flagged()
    for sent in ({"action": "hide"}, {"item": [f"{item.pk}:x"], "action": "nonsense"}, {"item": ["x:y", "7"]}):
        assertContains(client.post("/moderation/bulk/", sent, follow=True), "Tick the items first")
    assertContains(
        client.post("/moderation/bulk/", {"item": [f"{item.pk}:x"], "action": "hide"}, follow=True), "1 left alone"
    )
    assert not Decision.objects.exists()


def test_the_other_desks_stand_in_the_queue(client, user, monkeypatch):
    monkeypatch.setattr(waiting, "lists", other := Registry(module="waiting"))
    desk = WaitingList("library.review", "Publications to review", "library:list", lambda _user: 3, lambda _user: None)
    other.register(desk.name, desk)
    assertContains(client.get(QUEUE), "Publications to review</a>: 3")


SIGNED_IN = 4
"""Queries of every page of the desk: the session, the account, the permissions (2)."""


def cost_of(client, address):
    """Count what a page asks beside that, once the number in the header is kept."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries) - SIGNED_IN


def test_the_pages_cost_what_they_say(client, user):
    template = ReasonTemplate.objects.create(name="Advertising", text="No advertising here.")
    template.wordings.create(language="es", name="Publicidad", text="Sin publicidad.")
    decided(flagged(), by=user)
    many_items(3)
    profiles = 2  # what this kind asks to find its things
    with CaptureQueriesContext(connection) as others:
        waiting.work_of(user)
    assert cost_of(client, QUEUE) == 5 + profiles + len(others)
    assert cost_of(client, "/moderation/log/") == 3
    assert cost_of(client, "/moderation/load/") == 8 + 1  # and the offer to undo
    with CaptureQueriesContext(connection) as queries:
        history_of(User.objects.exclude(pk=user.pk).first(), user)
    assert len(queries) == 3 + 1  # and the member here


def test_the_writes_cost_what_they_say(user):
    member = UserFactory()
    may_moderate(user)

    def cost(act, *args, **kwargs):
        with CaptureQueriesContext(connection) as queries:
            act(*args, **kwargs)
        return sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries)

    waits = {"reasons": ["spam"], "author": member.pk}
    assert [cost(open_item, "profile", str(member.pk), **waits) for _turn in range(2)] == [4, 4]
    assert cost(take_out, "profile", str(member.pk)) == 1
    items = many_items(3)
    profiles = 2
    assert [cost(take_next, user), cost(take_next, user)] == [4 + profiles, 1]
    assert cost(Bench.lock, [item.pk for item in items], user) == 4 + profiles
    assert cost(bars_writing, member) == 1
