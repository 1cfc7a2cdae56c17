"""What waits at the desk is counted once, for those who may decide on it."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc import roles
from cmkc.accounts.actions.verification import ask
from cmkc.core import context_processors
from cmkc.core.waiting import work_of
from cmkc.moderation.models import ReviewItem
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.moderation.factories import flagged, moderator
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
HEADER = "Work waiting for you:"


def ask_for(user):
    return ask(user, sector="industry", organisation=OrganisationFactory(), evidence="staff-page", note="")


def test_all_open_requests_but_ones_own_wait_for_whoever_decides():
    administrator = UserFactory(roles=[roles.ADMINISTRATOR])
    assert work_of(administrator) == []
    ask_for(administrator)
    ask_for(UserFactory())
    first = ask_for(UserFactory())
    old = datetime(2026, 1, 2, tzinfo=UTC)
    ReviewItem.objects.filter(kind="sector", key=str(first.pk)).update(opened_at=old)
    (work,) = work_of(administrator)
    assert (work.count, work.oldest, work.url) == (2, old, reverse("moderation:queue"))
    assert work_of(UserFactory(roles=[roles.MODERATOR])) == work_of(UserFactory()) == []


def test_the_page_and_the_header_show_it_to_those_alone_who_have_it(client):
    ask_for(UserFactory())
    client.force_login(UserFactory(roles=[roles.ADMINISTRATOR]))
    page = client.get(reverse("accounts:my_work"))
    assertContains(page, reverse("moderation:queue"))
    assertContains(page, "1 waits")
    assertContains(page, HEADER)
    assertContains(client.get("/glossary/"), HEADER)
    assert page["Cache-Control"] == "private, no-store"
    client.force_login(UserFactory())
    assertContains(client.get(reverse("accounts:my_work")), "Nothing waits for you")
    assertNotContains(client.get("/glossary/"), HEADER)
    client.logout()
    assertNotContains(client.get("/glossary/"), HEADER)
    assert client.get(reverse("accounts:my_work")).status_code == 302


def test_a_visitors_pages_never_ask(client, monkeypatch):
    asked = []
    monkeypatch.setattr(context_processors, "count_for", asked.append)
    client.get("/glossary/")
    assert asked == []
    client.force_login(UserFactory())
    client.get("/glossary/")
    assert len(asked) == 1


def test_the_header_costs_a_member_without_a_desk_no_query_and_others_few(client):
    flagged()

    def costs(user):
        client.force_login(user)
        cold = cold_cost(client, "/glossary/")
        with CaptureQueriesContext(connection) as kept:
            client.get("/glossary/")
        return cold - len(kept)

    assert costs(UserFactory()) == 0
    assert costs(UserFactory(roles=[roles.MEMBER])) == 0
    assert 3 <= costs(moderator()) <= 5  # two for the permissions, one for each of the desk's lists


def test_each_thing_that_waits_is_counted_once():
    ask_for(UserFactory())
    flagged()
    assert sum(work.count for work in work_of(UserFactory(roles=[roles.ADMINISTRATOR]))) == 2
    assert sum(work.count for work in work_of(moderator())) == 1
