"""What allauth does differently here."""

import secrets
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.actions.mailing import hand_over
from cmkc.accounts.languages import in_language

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cmkc.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    """Signs people up by name and e-mail address; there are no user names."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and this password do not belong together. Check both, or set a new password."
        ),
        "incorrect_code": _("This is not the code we sent. Check each letter; capitals and dashes do not matter."),
        "too_many_login_attempts": _("Too many attempts failed. Wait five minutes, then try again."),
        "rate_limited": _("Too many requests in a short time. Wait a minute, then try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the mail in the language of the page and hand it over; a dead mail server fails no page."""
        names = {"site_name": settings.SITE_NAME, "site_line": settings.SITE_LINE, "site_url": settings.SITE_URL}
        words = {"request": current.request, "email": email, **names, **context}
        hand_over(self.render_mail(template_prefix, email, words))

    def send_account_already_exists_mail(self, email: str) -> None:
        """Tell the owner of an address that somebody signed up with it.

        A real sign-up hashes the password that was typed, so this one hashes a password too: the time tells nothing.
        """
        get_user_model()().set_password(secrets.token_urlsafe(16))
        super().send_account_already_exists_mail(email)

    def get_login_redirect_url(self, request: "HttpRequest") -> str:
        """Lead to one's own page, in the language of the profile."""
        url: str = super().get_login_redirect_url(request)
        return in_language(url, request.user.language) if request.user.is_authenticated else url


class MFAAdapter(DefaultMFAAdapter):
    """The words around second factors, and the name under which passkeys know this site."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _(
            "This code does not match. Wait for the next one and type it at once. Is the phone's clock right?"
        ),
        "unverified_email": _("First confirm your e-mail address; then a second factor can be added."),
    }

    def _get_site_name(self) -> str:
        return settings.SITE_NAME

    def get_totp_label(self, user: "User") -> str:
        """Name the account in the authenticator app by its address, which only its owner sees."""
        return user.email

    def get_public_key_credential_user_entity(self, user: "User") -> dict[str, Any]:
        """Describe the account to the passkey: the browser shows the address, and only to its owner."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"name": user.email, "display_name": user.name}

    def generate_authenticator_name(self, user: "User", type: str) -> str:  # noqa: A002  (allauth's name)
        """Propose a name for a new key; its owner may change it. 1 query."""
        from allauth.mfa.models import Authenticator  # noqa: PLC0415  (its module asks for this adapter)

        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)d") % {"number": number}
