"""Every address answers, whoever asks; and nobody changes anything without signing in, but for what is listed."""

import pytest
from django.test import Client

from cmkc import roles
from tests.accounts.factories import UserFactory
from tests.architecture.addresses import EXAMPLES, every_address
from tests.content import shipped_content

__all__ = ["shipped_content"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_content")]

# What a visitor may post, and why.
OPEN_TO_VISITORS = {
    "account_login": "signing in",
    "account_logout": "ending what is already ended",
    "account_signup": "joining",
    "account_email_verification_sent": "typing the code of a sign-up; without one in the session it leads to sign-up",
    "account_reset_password": "a forgotten password; says the same whether or not the address is known",
    "account_reset_password_from_key": "the link of that mail; a wrong key changes nothing",
    "account_confirm_login_code": "typing a code; without one in the session it leads to sign-in",
    "core:theme": "light or dark, kept in a cookie of the visitor's own",
    "mfa_authenticate": "the second step of signing in; without the first it leads there",
    "mfa_login_webauthn": "signing in with a passkey",
    "notices:unsubscribe": "the way out of mail, by the signed link of the mail itself",
}
REFUSALS = {401, 403, 404, 405}


def test_every_address_that_takes_arguments_has_an_example():
    assert {address.name for address in every_address() if address.takes} == set(EXAMPLES)


@pytest.mark.parametrize("role", ["visitor", "superuser", *roles.PERMISSIONS])
def test_every_address_answers_as(role):
    client = Client()
    if role != "visitor":
        named = [] if role == "superuser" else [role]
        client.force_login(UserFactory(administrator=role == "superuser", roles=named))
    failed = []
    for address in every_address():
        path = address.example()
        try:
            answer = client.get(path)
        except Exception as error:  # noqa: BLE001  (every failure is collected and shown)
            failed.append(f"{path}: {error!r}")
        else:
            failed += [f"{path}: {answer.status_code}"] if answer.status_code >= 500 else []
    assert failed == []


def test_every_public_example_is_there():
    public = [address for address in every_address() if 9_999_999 not in _values(address.name)]
    statuses = {address.example(): Client().get(address.example()).status_code for address in public}
    assert {path: status for path, status in statuses.items() if status == 404} == {}


def _values(name: str) -> list[object]:
    given = EXAMPLES.get(name, {})
    return [] if callable(given) else list(given.values())


def test_nobody_changes_anything_without_signing_in():
    open_addresses = []
    for address in every_address():
        if address.name in OPEN_TO_VISITORS:
            continue
        answer = Client().post(address.example())
        to_sign_in = answer.status_code == 302 and "/accounts/login/" in answer["Location"]
        if answer.status_code not in REFUSALS and not to_sign_in:
            open_addresses.append(f"{address.name} {answer.status_code} {answer.headers.get('Location', '')}")
    assert open_addresses == []


def test_the_list_of_open_addresses_names_only_what_exists():
    assert set(OPEN_TO_VISITORS) <= {address.name for address in every_address()}
