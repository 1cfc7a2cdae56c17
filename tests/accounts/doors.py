"""How tests come in by the public door: joining, signing in, proving it again."""

import re
import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core import mail
from django.urls import reverse

from cmkc.accounts.models import User
from tests.accounts.factories import PASSWORD

CODE = re.compile(r"^    ([A-Z]{4}-[A-Z]{4})$", re.MULTILINE)


def code_mailed_to(address: str) -> str:
    """Read the newest code that was mailed to an address."""
    bodies = [sent.body for sent in mail.outbox if sent.to == [address]]
    return CODE.findall(bodies[-1])[-1]


def join(client, address: str, *, name: str = "Nora Test", password: str = PASSWORD):
    """Sign up; gives the answer to the form."""
    form = {"name": name, "email": address, "password1": password}
    return client.post(reverse("account_signup"), form)


def join_and_confirm(client, address: str, **fields: str) -> User:
    """Sign up and type the code; the client is signed in afterwards."""
    join(client, address, **fields)
    client.post(reverse("account_email_verification_sent"), {"code": code_mailed_to(address)})
    return User.objects.get(email=address)


def sign_in(client, user: User, password: str = PASSWORD):
    """Sign in by address and password; gives the answer to the form."""
    return client.post(reverse("account_login"), {"login": user.email, "password": password})


def prove_again(client, password: str = PASSWORD, **query: str):
    """Give the password once more, as asked before something that matters."""
    return client.post(reverse("account_reauthenticate"), {"password": password, **query})


def with_app(user: User) -> str:
    """Give an account an authenticator app and give its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def app_code(secret: str, *, steps: int = 0) -> str:
    """Give the code that the app shows now, or some steps of 30 seconds from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def factors(user: User) -> list[str]:
    """List the kinds of an account's second factors."""
    return sorted(Authenticator.objects.filter(user=user).values_list("type", flat=True))
