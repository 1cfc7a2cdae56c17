"""Taking one's data away and having it erased, by the public door."""

import io
import json
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertRedirects

from cmkc.accounts.actions.keys import make
from cmkc.accounts.actions.verification import ask, decide
from cmkc.accounts.models import ApiKey, SectorRequest, User
from cmkc.core.models import AuditEvent, AuditText
from cmkc.core.personal_data import registered
from tests.accounts.doors import factors, join_and_confirm, prove_again, sign_in, with_app
from tests.accounts.factories import PASSWORD, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def unpacked(answer) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        return {name: json.loads(archive.read(name)) for name in archive.namelist() if name.endswith(".json")}


def test_a_member_joins_fills_the_profile_takes_the_data_and_leaves(client):
    user = join_and_confirm(client, "nora@example.org")
    profile = {
        "name": "Nora",
        "organisation_name": "Tablet Works",
        "affiliation": "",
        "language": "",
        "time_zone": "UTC",
    }
    client.post(reverse("accounts:my_profile"), profile)
    asked = client.get(reverse("accounts:my_export"))
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assertRedirects(client.post(asked.url, {"password": PASSWORD}), reverse("accounts:my_export"))
    files = unpacked(client.post(reverse("accounts:my_export")))
    assert files["accounts-account.json"][0]["organisation"] == "Tablet Works"
    assertContains(client.get(reverse("accounts:my_erasure")), "cannot be undone")
    slip = client.post(reverse("accounts:my_erasure"), {"address": "other@example.org"})
    assert slip.context["form"].errors["address"]
    client.post(reverse("accounts:my_erasure"), {"address": "Nora@Example.org "})
    user.refresh_from_db()
    assert (user.name, user.is_active) == ("Former member", False)
    assert sign_in(client, User(email="nora@example.org")).context["form"].errors
    assert client.get(reverse("accounts:me")).status_code == 302
    again = join_and_confirm(client, "nora@example.org")
    assert again.pk != user.pk


def test_the_export_asks_again_also_when_it_is_posted_straight(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    answer = client.post(reverse("accounts:my_export"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("account_reauthenticate"))
    assert not AuditEvent.objects.filter(verb="accounts.data.exported").exists()


def test_the_export_holds_a_file_for_each_kind_and_only_ones_own(client):
    other = UserFactory(name="Somebody Else", email="else@example.org")
    make(other, name="their key", scopes=["read"], days=30)
    user = UserFactory(sign_in=True)
    make(user, name="my key", scopes=["read"], days=30)
    with_app(user)
    sign_in(client, user)
    client.force_login(user)
    prove_again(client)
    answer = client.post(reverse("accounts:my_export"))
    files = unpacked(answer)
    assert set(files) == {f"{entry.name.replace('.', '-')}.json" for entry in registered()}
    assert [key["name"] for key in files["accounts-keys.json"]] == ["my key"]
    text = json.dumps(files)
    assert "Somebody Else" not in text
    assert "else@example.org" not in text
    assert "digest" not in text
    assert "secret" not in text
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Cache-Control"] == "private, no-store"


@pytest.fixture
def left(client):
    """Somebody with a key, an app, a decided request and two sessions, who has their account erased."""
    organisation = OrganisationFactory()
    user = UserFactory(sign_in=True, name="Nora Name", email="nora@example.org", organisation=organisation)
    asked = ask(user, sector="industry", organisation=organisation, evidence="document", note="I am Nora Name")
    decide(asked, by=UserFactory(administrator=True), granted=False, evidence="document", answer="Dear Nora Name")
    make(user, name="Nora's key", scopes=["read"], days=30)
    elsewhere = Client()
    sign_in(elsewhere, user)
    sign_in(client, user)
    with_app(user)
    prove_again(client)
    assert client.post(reverse("accounts:my_erasure"), {"address": user.email}).url == reverse("home")
    user.refresh_from_db()
    user.elsewhere = elsewhere
    return user


def test_erasing_takes_the_name_off_and_keeps_the_row(left, client):
    assertContains(client.get(reverse("account_login")), "Your account is erased")
    assert left.name == "Former member"
    assert left.email.startswith("erased-")
    assert left.email.endswith("@invalid")
    assert left.organisation is None
    assert left.erased_at


def test_erasing_closes_every_door(left):
    assert not left.has_usable_password()
    assert factors(left) == []
    assert not ApiKey.objects.filter(user=left).exists()
    assert left.elsewhere.get(reverse("accounts:me")).status_code == 302


def test_erasing_takes_out_what_was_written_and_leaves_the_record(left):
    asked = SectorRequest.objects.get()
    assert (asked.note, asked.answer) == ("", "")
    assert asked.decisions.get().decision == "declined"
    assert not AuditText.objects.exists()
    event = AuditEvent.objects.get(verb="accounts.erased")
    assert (event.actor, event.target_key) == (left, str(left.pk))


def test_the_last_administrator_cannot_leave(client):
    user = UserFactory(sign_in=True, administrator=True)
    sign_in(client, user)
    prove_again(client)
    answer = client.post(reverse("accounts:my_erasure"), {"address": user.email})
    assertContains(answer, "Nobody else could run this site")
    user.refresh_from_db()
    assert user.is_active
