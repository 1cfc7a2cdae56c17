"""The verification desk."""

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.actions.verification import ask, decide
from cmkc.accounts.models import SectorVerification, User
from cmkc.notices.worker import send_due
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.queries import cold_cost
from tests.tasks import run_queued

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
    for address in (DESK, f"{DESK}{asked.pk}/", f"{DESK}verified/", f"{DESK}verified/{asked.user_id}/withdraw/"):
        assert client.get(address).status_code == 404
        assert client.post(address, {"decision": "granted"}).status_code == 404


def test_a_request_is_granted_and_the_member_reads_so(client, desk):
    asked = request_of(UserFactory(name="Nora", email="nora@works.example"))
    assertContains(client.get(DESK), "Nora")
    assertContains(client.get(f"{DESK}{asked.pk}/"), "nora@works.example")
    form = {"decision": "granted", "evidence": "work-email", "answer": ""}
    assertRedirects(client.post(f"{DESK}{asked.pk}/", form), DESK)
    run_queued()
    send_due()
    assert mail.outbox[0].to == ["nora@works.example"]
    assert User.objects.get(pk=asked.user_id).verified_sector == "industry"
    assertNotContains(client.get(DESK), "Nora")
    assertContains(client.get(f"{DESK}verified/"), "Nora")
    assert client.get(f"{DESK}{asked.pk}/").status_code == 404


def test_declining_asks_for_a_reason_and_the_member_reads_it(client, desk):
    asked = request_of(UserFactory())
    form = {"decision": "declined", "evidence": "work-email", "answer": ""}
    assert client.post(f"{DESK}{asked.pk}/", form).context["form"].errors["answer"]
    client.post(f"{DESK}{asked.pk}/", form | {"answer": "The address is a private one."})
    client.force_login(asked.user)
    assertContains(client.get(reverse("accounts:my_sector")), "The address is a private one.")


def test_ones_own_request_is_not_on_ones_own_desk(client, desk):
    own = request_of(desk)
    assertNotContains(client.get(DESK), f"{DESK}{own.pk}/")
    assert client.post(f"{DESK}{own.pk}/", {"decision": "granted", "evidence": "document"}).status_code == 404
    assert not SectorVerification.objects.exists()


def test_a_verification_is_withdrawn_with_a_reason(client, desk):
    asked = request_of(UserFactory())
    decide(asked, by=desk, granted=True, evidence="document", answer="")
    address = f"{DESK}verified/{asked.user_id}/withdraw/"
    assert client.post(address, {"answer": ""}).context["form"].errors
    assertRedirects(client.post(address, {"answer": "Left."}), f"{DESK}verified/")
    assert client.get(address).status_code == 404


def test_the_lists_cost_the_same_for_one_row_and_for_many(client, desk):
    def fill(count):
        for _ in range(count):
            asked = request_of(UserFactory())
            decide(asked, by=desk, granted=True, evidence="document", answer="")
            request_of(UserFactory())

    fill(1)
    few = [cold_cost(client, DESK), cold_cost(client, f"{DESK}verified/")]
    fill(30)
    assert [cold_cost(client, DESK), cold_cost(client, f"{DESK}verified/")] == few
    assert max(few) <= 9  # one of them for the work that waits, in the header
    assertContains(client.get(DESK), "?after=")
