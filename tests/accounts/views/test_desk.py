"""Who is verified, and withdrawing it."""

import pytest
from pytest_django.asserts import assertRedirects

from cmkc import roles
from cmkc.accounts.actions.verification import ask, decide
from cmkc.accounts.models import User
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
DESK = "/accounts/verification/"


def request_of(user: User):
    return ask(user, sector="industry", organisation=OrganisationFactory(), evidence="work-email", note="")


@pytest.fixture
def desk(client) -> User:
    holder = UserFactory(roles=[roles.ADMINISTRATOR])
    client.force_login(holder)
    return holder


@pytest.mark.parametrize("role", [None, roles.EDITOR, roles.MODERATOR, roles.REVIEWER])
def test_the_desk_is_not_there_for_others(client, role):
    asked = request_of(UserFactory())
    client.force_login(UserFactory(roles=[role] if role else []))
    for address in (DESK, f"{DESK}verified/", f"{DESK}verified/{asked.user_id}/withdraw/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"decision": "granted"}).status_code == 404


def test_the_old_address_leads_to_the_one_desk(client, desk):
    assertRedirects(client.get(DESK), "/moderation/?kind=sector")


def test_a_verification_is_withdrawn_with_a_reason(client, desk):
    asked = request_of(UserFactory())
    decide(asked, by=desk, granted=True, evidence="document", answer="")
    address = f"{DESK}verified/{asked.user_id}/withdraw/"
    assert client.post(address, {"answer": ""}).context["form"].errors
    assertRedirects(client.post(address, {"answer": "Left."}), f"{DESK}verified/")
    assert client.get(address).status_code == 404


def test_the_list_of_the_verified_costs_the_same_for_one_row_and_for_many(client, desk):
    def fill(count):
        for _ in range(count):
            decide(request_of(UserFactory()), by=desk, granted=True, evidence="document", answer="")

    fill(1)
    few = cold_cost(client, f"{DESK}verified/")
    fill(30)
    assert cold_cost(client, f"{DESK}verified/") == few
    assert few <= 9  # two of them for the work that waits, in the header
