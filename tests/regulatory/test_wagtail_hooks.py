import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from pytest_django.asserts import assertContains

from cmkc import roles
from cmkc.regulatory.models import Statement
from tests.accounts.factories import UserFactory
from tests.regulatory.factories import InstrumentFactory, draft, statement

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


@pytest.fixture
def editor(client):
    person = UserFactory(roles=[roles.EDITOR])
    client.force_login(person)
    return person


def test_editors_read_the_record_with_its_drafts(client, editor):
    draft(summary="Unverified words.", jurisdiction="us")
    made = statement(jurisdiction="eu")
    response = client.get(reverse("statements:index"))
    assertContains(response, "unverified draft")
    assertContains(client.get(reverse("statements:inspect", args=[made.pk])), made.summary)


def test_nobody_edits_the_record_in_place(client, editor):
    made = statement()
    client.force_login(UserFactory(administrator=True))
    for name, arguments in (("add", []), ("edit", [made.pk]), ("delete", [made.pk])):
        address = reverse(f"statements:{name}", args=arguments)
        for response in (client.get(address), client.post(address, {"note": "changed"})):
            assert response.status_code == 302
            assert response.url != reverse("statements:index")
    assert Statement.objects.get().note == ""


def test_members_of_the_cms_without_the_permission_see_no_drafts(client):
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(person)
    draft(summary="Unverified words.")
    assert client.get(reverse("statements:index")).status_code == 302


def test_instruments_are_edited_with_the_permission_to(client, editor):
    instrument = InstrumentFactory()
    editor.user_permissions.add(Permission.objects.get(codename="change_instrument"))
    response = client.get(reverse("instruments:edit", args=[instrument.pk]))
    assertContains(response, instrument.title)
