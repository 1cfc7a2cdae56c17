"""The second factor: adding it, signing in with it, and who may not go on without it."""

import pytest
from django.core import mail
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from cmkc import roles
from cmkc.accounts.second_factor import SESSION_KEY
from cmkc.core.models import AuditEvent
from tests.accounts.doors import app_code, factors, prove_again, sign_in, with_app
from tests.accounts.factories import UserFactory
from tests.queries import cold_cost

pytestmark = pytest.mark.django_db
BOUND = [{"roles": [roles.EDITOR]}, {"roles": [roles.MODERATOR]}, {"administrator": True}, {"regulator": True}]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch):
    """allauth tells of a new factor after the commit; a test's transaction is never committed."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda run, **_: run())


def add_app(client) -> None:
    page = client.get(reverse("mfa_activate_totp"))
    if page.status_code == 302:
        prove_again(client)
        page = client.get(reverse("mfa_activate_totp"))
    code = app_code(page.context["form"].secret)
    assertRedirects(client.post(reverse("mfa_activate_totp"), {"code": code}), reverse("mfa_view_recovery_codes"))


def test_an_app_is_added_after_the_password_and_gives_recovery_codes(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    assert client.get(reverse("mfa_activate_totp")).url.startswith(reverse("account_reauthenticate"))
    add_app(client)
    assert factors(user) == ["recovery_codes", "totp"]
    assert len(client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"]) == 10
    assert mail.outbox[-1].subject == "CMKC: An authenticator app was added"
    assert AuditEvent.objects.filter(verb="accounts.second_factor.added", data={"type": "totp"}).count() == 1


def test_signing_in_asks_for_the_code_and_takes_it_once(client):
    user = UserFactory(sign_in=True)
    secret = with_app(user)
    assertRedirects(sign_in(client, user), reverse("mfa_authenticate"))
    assert client.get(reverse("accounts:me")).status_code == 302
    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.context["form"].errors
    code = app_code(secret)
    assertRedirects(client.post(reverse("mfa_authenticate"), {"code": code}), reverse("accounts:me"))
    client.logout()
    sign_in(client, user)
    assert client.post(reverse("mfa_authenticate"), {"code": code}).context["form"].errors


def test_a_recovery_code_lets_in_once(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    add_app(client)
    code = client.get(reverse("mfa_view_recovery_codes")).context["unused_codes"][0]
    for expected in (302, 200):  # the second time it is used up
        client.logout()
        sign_in(client, user)
        assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == expected


def test_the_page_that_adds_a_passkey_hands_its_options_to_the_module(client):
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    prove_again(client)
    page = client.get(reverse("mfa_add_webauthn"))
    assertContains(page, 'data-passkey="add"')
    assertContains(page, "&quot;challenge&quot;")
    assertContains(page, "js/webauthn.js")


@pytest.mark.parametrize("traits", BOUND)
def test_who_may_do_more_is_led_to_the_second_factor_before_anything_else(client, settings, traits):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(sign_in=True, **traits)
    sign_in(client, user)
    for address in ("/cms/", reverse("accounts:desk"), reverse("accounts:keys"), reverse("about")):
        assertRedirects(client.get(address), reverse("mfa_index"), fetch_redirect_response=False)
    assertContains(client.get(reverse("mfa_index")), "Your role needs a second factor")
    for address in ("accounts:me", "accounts:my_security", "accounts:my_data", "account_email"):
        assert client.get(reverse(address)).status_code == 200, address


def test_adding_a_factor_opens_the_rest_and_removing_it_closes_it_again(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(sign_in=True, administrator=True)
    sign_in(client, user)
    assert client.get(reverse("accounts:keys")).status_code == 302
    add_app(client)
    assert client.session[SESSION_KEY] == user.pk
    assert client.get(reverse("accounts:keys")).status_code == 200
    client.post(reverse("mfa_deactivate_totp"))
    assert factors(user) == []
    assert client.get(reverse("accounts:keys")).status_code == 302


def test_the_other_language_is_no_way_around(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.force_login(UserFactory(administrator=True))
    assertRedirects(client.get("/es/me/keys/"), "/es/accounts/2fa/", fetch_redirect_response=False)


def test_a_role_that_may_do_nothing_more_and_members_are_left_alone(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(sign_in=True, roles=[roles.EXPERT])
    sign_in(client, user)
    assert client.get(reverse("accounts:keys")).status_code == 200
    assertNotContains(client.get(reverse("mfa_index")), "Your role needs")


def test_a_role_given_during_a_session_binds_at_once(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    assert client.get(reverse("accounts:keys")).status_code == 200
    user.is_superuser = True
    user.save()
    assert client.get(reverse("accounts:keys")).status_code == 302


def test_a_session_that_was_open_before_the_factor_was_added_elsewhere_must_prove_it(client, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory(sign_in=True, administrator=True)
    sign_in(client, user)
    with_app(user)
    assert client.get(reverse("accounts:keys")).status_code == 302


def test_it_costs_one_query_until_proved_and_none_after(client, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    client.get(reverse("accounts:keys"))
    off = cold_cost(client, reverse("accounts:keys"))
    settings.SECOND_FACTOR_REQUIRED = True
    assert cold_cost(client, reverse("accounts:keys")) == off + 1
    session = client.session
    session[SESSION_KEY] = user.pk
    session.save()
    assert cold_cost(client, reverse("accounts:keys")) == off
