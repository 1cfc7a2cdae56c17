"""One list over all desks: the longest waiting first, nothing for who may not work on it, kept for a minute."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cmkc.core import waiting
from cmkc.core.registry import Registry
from cmkc.core.waiting import WaitingList, count_for, register, waiting_for, work_of
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def desks(monkeypatch):
    """Two desks: Ada works at both, Ben at the second, Cid at none."""
    monkeypatch.setattr(waiting, "lists", Registry(module="waiting"))
    at = {"first": {"Ada": 2}, "second": {"Ada": 5, "Ben": 5}}
    for number, (name, people) in enumerate(at.items()):
        register(
            WaitingList(
                name,
                name.title(),
                "accounts:desk",
                lambda user, people=people: people.get(user.name, 0),
                lambda _user, number=number: NOON - timedelta(days=number),
            )
        )
    return at


def test_the_longest_waiting_comes_first_and_empty_desks_are_left_out(desks):
    desks["first"]["Ben"] = 0
    assert [(one.label, one.count) for one in work_of(UserFactory(name="Ada"))] == [("Second", 5), ("First", 2)]
    assert [one.name for one in work_of(UserFactory(name="Ben"))] == ["second"]
    assert work_of(UserFactory(name="Cid")) == []


def test_mails_are_for_those_who_have_something_to_do(desks):
    ada, cid, gone = UserFactory(name="Ada"), UserFactory(name="Cid"), UserFactory(name="Ben", is_active=False)
    assert {number: len(work) for number, work in waiting_for([ada, cid, gone]).items()} == {ada.pk: 2}


def test_the_number_is_kept_for_a_person_until_they_look(desks):
    ada = UserFactory(name="Ada")
    assert count_for(ada) == 7
    desks["first"]["Ada"] = 1
    assert count_for(ada) == 7
    assert count_for(UserFactory(name="Ben")) == 5
    work_of(ada)
    assert count_for(ada) == 6
    cache.clear()
    desks["first"]["Ada"] = 0
    assert count_for(ada) == 5


def test_a_visitor_costs_no_query_and_a_member_none_while_the_number_is_kept(client):
    member = UserFactory()
    with CaptureQueriesContext(connection) as queries:
        assert count_for(AnonymousUser()) == 0
    assert len(queries) == 0
    with CaptureQueriesContext(connection) as queries:
        assert count_for(member) == 0
    assert len(queries) <= 2  # the permissions
    with CaptureQueriesContext(connection) as queries:
        assert count_for(member) == 0
    assert len(queries) == 0


def test_a_name_is_taken_once(desks):
    with pytest.raises(ValueError, match="first"):
        register(WaitingList("first", "", "accounts:desk", lambda _user: 0, lambda _user: None))
