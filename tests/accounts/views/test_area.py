"""What holds on every page of accounts and of signing in: the policy, the language, nobody's address."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from pytest_django.asserts import assertNotContains

from cmkc import roles
from cmkc.accounts.actions.verification import ask, decide
from cmkc.moderation.models import ReviewItem
from tests.accounts.doors import join, prove_again, sign_in, with_app
from tests.accounts.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
VISITOR = (
    "account_login",
    "account_signup",
    "account_reset_password",
    "account_reset_password_done",
    "account_inactive",
)
MEMBER = (
    "accounts:me",
    "accounts:my_profile",
    "accounts:my_sector",
    "accounts:my_security",
    "accounts:keys",
    "accounts:my_data",
    "accounts:my_export",
    "accounts:my_erasure",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_deactivate_totp",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "usersessions_list",
)
INLINE = re.compile(r"<script(?![^>]*\ssrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)


def assert_clean(client, address: str) -> str:
    """Get a page: answered, in our layout, with nothing inline, one h1, and the headers of the site."""
    answer = client.get(address)
    assert answer.status_code == 200, f"{address}: {answer.status_code} {answer.headers.get('Location')}"
    html = answer.content.decode()
    assert not INLINE.search(html), f"{address}: {INLINE.search(html)}"
    assert html.count("<h1") == 1, address
    assert "site-header" in html, address
    assert '<main id="content"' in html, address
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    return html


@pytest.mark.parametrize("name", VISITOR)
def test_pages_for_visitors_are_clean(client, name):
    assert_clean(client, reverse(name))


def test_the_pages_on_the_way_in_are_clean(client):
    join(client, "nora@example.org")
    assert_clean(client, reverse("account_email_verification_sent"))
    client.cookies.clear()
    user = UserFactory(sign_in=True)
    with_app(user)
    sign_in(client, user)
    assert_clean(client, reverse("mfa_authenticate"))
    assert_clean(client, reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "nothing"}))


def test_pages_for_members_are_clean(client):
    user = UserFactory(sign_in=True, with_organisation=True)
    sign_in(client, user)
    prove_again(client)
    assert_clean(client, reverse("mfa_activate_totp"))
    with_app(user)
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "ab", "used_mask": 0})
    for name in MEMBER:
        assert_clean(client, reverse(name))


def test_pages_of_the_desk_are_clean(client):
    client.force_login(UserFactory(roles=[roles.ADMINISTRATOR]))
    desk = UserFactory(administrator=True)
    organisation = OrganisationFactory()
    words = {"sector": "industry", "organisation": organisation, "evidence": "document", "note": "<b>bold</b>"}
    person = UserFactory()
    asked = ask(person, **words)
    assert_clean(client, reverse("moderation:queue"))
    item = ReviewItem.objects.get(kind="sector", key=str(asked.pk))
    assert "<b>" not in assert_clean(client, reverse("moderation:item", args=[item.pk]))
    decide(asked, by=desk, granted=True, evidence="document", answer="")
    assert_clean(client, reverse("accounts:desk_verified"))
    assert_clean(client, reverse("accounts:desk_withdraw", args=[person.pk]))


def test_pages_of_passkeys_are_clean(client):
    user = UserFactory(sign_in=True)
    data = {"name": "Blue key", "credential": {"clientExtensionResults": {"credProps": {"rk": True}}}}
    key = Authenticator.objects.create(user=user, type="webauthn", data=data)
    client.force_login(user)
    assert "Blue key" in assert_clean(client, reverse("mfa_list_webauthn"))
    prove = client.get(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert prove.status_code == 302
    user.set_password("four unrelated words here")
    user.save()
    client.force_login(user)


def test_no_page_for_visitors_shows_an_address(client):
    UserFactory(email="hidden@example.org", name="Hidden", with_organisation=True)
    for name in VISITOR:
        assertNotContains(client.get(reverse(name)), "hidden@example.org")


def test_somebody_elses_address_shows_on_no_page_of_a_member(client):
    UserFactory(email="hidden@example.org", name="Hidden")
    user = UserFactory(sign_in=True)
    sign_in(client, user)
    prove_again(client)
    for name in MEMBER:
        answer = client.get(reverse(name), follow=True)
        assert b"hidden@example.org" not in answer.content, name


@pytest.mark.parametrize("name", [*VISITOR, "accounts:me", "accounts:my_sector", "mfa_index"])
def test_every_page_stands_in_the_other_language_too(client, name):
    client.force_login(UserFactory()) if name not in VISITOR else None
    assert client.get(f"/es{reverse(name)}").status_code == 200
