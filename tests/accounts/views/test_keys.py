"""Making, showing once and revoking API keys."""

import re

import pytest
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from cmkc.accounts import policies
from cmkc.accounts.actions.keys import make
from cmkc.accounts.models import ApiKey
from cmkc.core.limits import LIMITS, Limit
from tests.accounts.doors import prove_again, sign_in
from tests.accounts.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
FORM = {"name": "Notebook", "scopes": ["read"], "days": "90"}


@pytest.fixture
def member(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    prove_again(client)
    return user


def test_a_key_is_shown_once_and_only_its_hash_is_kept(client, member):
    answer = client.post(reverse("accounts:make_key"), FORM)
    text = re.search(r"cmkc_[a-z2-9]{10}_[\w-]{43}", answer.content.decode())[0]
    assert answer["Cache-Control"] == "private, no-store"
    key = ApiKey.objects.get(user=member)
    assert text.split("_", 2)[2] not in str(ApiKey.objects.values().get())
    again = client.get(reverse("accounts:keys"))
    assertContains(again, key.prefix)
    assertNotContains(again, text)


def test_making_a_key_asks_for_the_password_and_goes_on_with_what_was_typed(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    asked = client.post(reverse("accounts:make_key"), FORM)
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not ApiKey.objects.exists()
    assertContains(client.post(asked.url, {"password": "wrong password here"}), "Incorrect password")
    assertContains(client.post(asked.url, {"password": PASSWORD}), "Copy it now")
    assert ApiKey.objects.get().name == "Notebook"


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"scopes": []}, {"scopes": ["everything"]}, {"days": "9999"}, {"name": "x" * 81}]
)
def test_a_form_with_something_wrong_makes_nothing(client, member, wrong):
    assert client.post(reverse("accounts:make_key"), FORM | wrong).context["form"].errors
    assert not ApiKey.objects.exists()


def test_the_same_form_sent_twice_makes_one_key(client, member):
    client.post(reverse("accounts:make_key"), FORM)
    assertContains(client.post(reverse("accounts:make_key"), FORM), "You have a key of this name")
    assert ApiKey.objects.count() == 1


def test_there_is_an_end_to_the_number_of_keys(client, member):
    for number in range(policies.MOST_KEYS):
        make(member, name=str(number), scopes=["read"], days=30)
    assertContains(client.post(reverse("accounts:make_key"), FORM), "Revoke one first")
    first = ApiKey.objects.filter(user=member).first()
    client.post(reverse("accounts:revoke_key", args=[first.pk]))
    assertContains(client.post(reverse("accounts:make_key"), FORM), "Copy it now")


def test_nobody_revokes_the_key_of_somebody_else(client, member):
    key, _ = make(UserFactory(), name="theirs", scopes=["read"], days=30)
    assert client.post(reverse("accounts:revoke_key", args=[key.pk])).status_code == 404
    key.refresh_from_db()
    assert key.state == "active"


def test_too_many_keys_in_a_short_time_are_refused_and_the_form_stays(client, member, settings, monkeypatch):
    settings.LIMITS_FACTOR = 1
    monkeypatch.setitem(LIMITS, "api-keys", Limit(1, 3600))
    client.post(reverse("accounts:make_key"), FORM)
    answer = client.post(reverse("accounts:make_key"), FORM | {"name": "Reference manager"})
    assertContains(answer, "That was too often")
    assertContains(answer, "Reference manager")
    assert ApiKey.objects.count() == 1
