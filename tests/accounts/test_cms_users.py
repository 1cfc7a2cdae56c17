"""Accounts and roles in the editors' desk."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.actions.profiles import save_profile
from cmkc.accounts.models import User
from cmkc.core.models import AuditEvent
from tests.accounts.doors import prove_again, sign_in
from tests.accounts.factories import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def enter(client, **traits) -> User:
    user = UserFactory(sign_in=True, **traits)
    sign_in(client, user)
    return user


@pytest.fixture
def boss(client) -> User:
    user = enter(client, administrator=True)
    prove_again(client)
    return user


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def test_there_is_one_door(client):
    assertRedirects(client.get("/cms/"), f"{reverse('account_login')}?next=/cms/")
    assert client.get("/cms/login/?next=/cms/pages/").url == f"{reverse('account_login')}?next=/cms/pages/"
    assert client.get("/cms/password_reset/").status_code == 404
    assertContains(client.get(reverse("account_login")), "js/webauthn.js")


def test_a_member_does_not_enter(client):
    enter(client)
    assert client.get("/cms/").status_code == 302


def test_an_account_is_made_without_a_password_and_its_owner_gets_a_link(client, boss):
    form = {"email": "New@Example.org", "name": "New Editor", "groups": [group(roles.EDITOR)]}
    assert client.get(reverse("wagtailusers_users:add")).status_code == 200
    assertRedirects(client.post(reverse("wagtailusers_users:add"), form), reverse("wagtailusers_users:index"))
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert user.groups.get().name == roles.EDITOR
    assert mail.outbox[-1].to == ["new@example.org"]
    assert "/password/reset/key/" in mail.outbox[-1].body
    granted = AuditEvent.objects.get(verb="accounts.role.granted")
    assert (granted.actor, granted.target_key) == (boss, str(user.pk))


def test_roles_and_switches_are_changed_and_recorded_with_who_did_it(client, boss):
    user = UserFactory(name="Before", roles=[roles.EDITOR])
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assertContains(client.get(address), "Before")
    form = {"name": "After", "groups": [group(roles.MODERATOR)], "is_superuser": "on"}
    assertRedirects(client.post(address, form), reverse("wagtailusers_users:index"))
    user.refresh_from_db()
    assert (user.name, user.is_active, user.is_superuser) == ("After", False, True)
    verbs = AuditEvent.objects.filter(target_key=str(user.pk), actor=boss).order_by("pk").values_list("verb", flat=True)
    assert set(verbs) == {
        "accounts.administrator.granted",
        "accounts.closed",
        "accounts.role.granted",
        "accounts.role.withdrawn",
    }


def test_changing_a_role_asks_for_the_password_again_and_then_goes_on(client):
    enter(client, administrator=True)
    user = UserFactory()
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    asked = client.post(address, {"name": "After", "is_active": "on", "groups": [group(roles.EDITOR)]})
    assert asked.url.startswith(reverse("account_reauthenticate"))
    assert not user.groups.exists()
    prove_again(client, next=address)
    assert user.groups.get().name == roles.EDITOR


def test_neither_address_nor_password_of_somebody_else_can_be_changed(client, boss):
    user = UserFactory(email="mine@example.org")
    address = reverse("wagtailusers_users:edit", args=[user.pk])
    assertNotContains(client.get(address), 'type="password"')
    stolen = {
        "name": user.name,
        "is_active": "on",
        "email": "thief@example.org",
        "password1": "x" * 20,
        "password2": "x" * 20,
    }
    client.post(address, stolen)
    user.refresh_from_db()
    assert user.email == "mine@example.org"
    assert not user.has_usable_password()


def test_the_administrator_role_does_not_reach_those_who_may_do_everything(client):
    owner = UserFactory(administrator=True, name="Owner")
    enter(client, roles=[roles.ADMINISTRATOR])
    prove_again(client)
    address = reverse("wagtailusers_users:edit", args=[owner.pk])
    client.post(address, {"name": "Taken"})
    owner.refresh_from_db()
    assert owner.name == "Owner"
    assert owner.is_active
    other = UserFactory()
    own = reverse("wagtailusers_users:edit", args=[other.pk])
    assertNotContains(client.get(own), "is_superuser")
    client.post(own, {"name": "Other", "is_active": "on", "is_superuser": "on"})
    other.refresh_from_db()
    assert other.name == "Other"
    assert not other.is_superuser


def test_accounts_are_not_deleted_one_by_one_or_in_bulk(client, boss):
    user = UserFactory()
    assert client.post(reverse("wagtailusers_users:delete", args=[user.pk])).status_code == 404
    client.post(f"/cms/bulk/accounts/user/delete/?id={user.pk}")
    assert User.objects.filter(pk=user.pk).exists()
    assertNotContains(client.get(reverse("wagtailusers_users:index")), f"/users/delete/{user.pk}/")


def test_bulk_changes_of_roles_ask_again_and_are_recorded(client):
    boss = enter(client, administrator=True)
    user = UserFactory()
    address = f"/cms/bulk/accounts/user/assign_role/?id={user.pk}"
    assert client.post(address, {"role": group(roles.EDITOR)}).url.startswith(reverse("account_reauthenticate"))
    assert not user.groups.exists()
    prove_again(client)
    client.post(address, {"role": group(roles.EDITOR)})
    assert AuditEvent.objects.get(verb="accounts.role.granted").actor == boss


def test_what_a_role_may_do_is_not_changed_in_the_cms(client, boss):
    address = reverse("wagtailusers_groups:edit", args=[group(roles.EDITOR)])
    assertContains(client.get(address), "fixed in the table of roles")
    before = Group.objects.get(name=roles.EDITOR).permissions.count()
    client.post(address, {"name": "Editor"})
    client.post(reverse("wagtailusers_groups:delete", args=[group(roles.EDITOR)]))
    assert Group.objects.get(name=roles.EDITOR).permissions.count() == before


def test_the_list_is_found_by_name(client, boss):
    UserFactory(name="Findable Person", email="f@example.org")
    UserFactory(name="Other Person", email="o@example.org")
    answer = client.get(reverse("wagtailusers_users:index"), {"q": "findable"})
    assertContains(answer, "f@example.org")
    assertNotContains(answer, "o@example.org")


def test_ones_own_settings_ask_for_nothing_the_profile_holds(client, boss):
    answer = client.get("/cms/account/")
    assert answer.status_code == 200
    assertNotContains(answer, "first_name")
    assertNotContains(answer, 'type="password"')
    assertNotContains(answer, "current_time_zone")
    form = {"theme-theme": "dark", "theme-contrast": "system", "theme-density": "default"}
    assertRedirects(client.post("/cms/account/", form | {"theme-keyboard_shortcuts": "on"}), "/cms/account/")


def test_the_desk_speaks_as_the_profile_says(client):
    user = enter(client, administrator=True, language="es", time_zone="Asia/Tokyo")
    client.get("/cms/account/")
    profile = user.wagtail_userprofile
    assert (profile.preferred_language, profile.current_time_zone) == ("es", "Asia/Tokyo")
    save_profile(user, {"language": "", "time_zone": "UTC"}, organisation_name="")
    profile.refresh_from_db()
    assert (profile.preferred_language, profile.current_time_zone) == ("", "UTC")
