"""A program comes in with a key of the right scope, and with nothing else."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import path
from django.utils import timezone
from ninja import NinjaAPI

from cmkc.accounts.actions.keys import make, revoke
from cmkc.accounts.api import router
from cmkc.accounts.models import ApiKey, Scope
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
api = NinjaAPI(urls_namespace="test-keys", docs_url=None)
api.add_router("", router)
urlpatterns = [path("test-api/", api.urls)]


def ask(text: str):
    return Client().get("/test-api/me", headers={"authorization": f"Bearer {text}"})


@pytest.fixture
def made():
    return make(UserFactory(name="Nora"), name="notebook", scopes=[Scope.PROFILE], days=30)


def test_a_key_opens_what_it_was_made_for_in_its_owners_name(made):
    answer = ask(made[1])
    assert answer.json()["name"] == "Nora"
    assert "@" not in answer.content.decode()


def test_a_key_of_another_scope_opens_nothing():
    _, text = make(UserFactory(), name="notebook", scopes=[Scope.READ], days=30)
    assert ask(text).status_code == 401


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:-1] + "x", lambda text: text[4:], lambda text: text[:5], str.upper]
)
def test_a_spoiled_key_opens_nothing(made, spoil):
    assert ask(spoil(made[1])).status_code == 401


def test_without_a_key_nothing_opens(made):
    assert Client().get("/test-api/me").status_code == 401


def test_a_revoked_key_opens_nothing(made):
    key, text = made
    assert revoke(key.user, key.pk)
    assert not revoke(key.user, key.pk)
    assert ask(text).status_code == 401


def test_an_expired_key_opens_nothing(made, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=30, seconds=1))
    assert ask(made[1]).status_code == 401
    assert ApiKey.objects.get().state == "expired"


def test_the_key_of_a_closed_account_opens_nothing(made):
    key, text = made
    key.user.is_active = False
    key.user.save()
    assert ask(text).status_code == 401


def test_only_the_day_of_the_last_use_is_noted_by_one_write_a_day(made, django_assert_num_queries, time_machine):
    key, text = made
    ask(text)
    key.refresh_from_db()
    assert key.last_used_on == timezone.now().date()
    with django_assert_num_queries(1):
        ask(text)
    time_machine.move_to(timezone.now() + timedelta(days=1))
    with django_assert_num_queries(2):
        ask(text)
