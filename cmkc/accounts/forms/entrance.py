"""allauth's forms in our words: each field says what is typed and why it is asked."""

from typing import TYPE_CHECKING, Any

from allauth.account import forms as allauth
from allauth.core import context as current
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.forms.words import Worded
from cmkc.core.limits import allows, who_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cmkc.accounts.models import User

GOOD_PASSWORD = _("At least 12 characters. Four unrelated words are easy to keep in mind and hard to guess.")


class Join(Worded, allauth.SignupForm):
    """Signing up: three fields."""

    field_order = ("name", "email", "password1")
    words = {
        "email": (
            _("E-mail address"),
            _("You sign in with it, and we send a code to it now to see that it is yours. Nobody else is shown it."),
        ),
        "password1": (_("Password"), GOOD_PASSWORD),
    }

    def clean(self) -> dict[str, Any]:
        """Count what could be sent, and say when to come back to whom it was too often; known or new, each counts."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and current.request is not None:
            allows(self, "sign-up", who_of(current.request))
        return cleaned

    def save(self, request: "HttpRequest") -> "User":
        """Make the account in one transaction: faster, and never half of it. Mail is sent outside."""
        with transaction.atomic():
            user: User = super().save(request)
        return user


class SignIn(Worded, allauth.LoginForm):
    """Signing in by address and password."""

    words = {
        "login": (_("E-mail address"), ""),
        "password": (_("Password"), ""),
        "remember": (_("Stay signed in on this device for 14 days"), ""),
    }


class ConfirmAddress(Worded, allauth.ConfirmEmailVerificationCodeForm):
    """Typing the code from the mail."""

    words = {"code": (_("Code from the mail"), _("Two groups of four letters; capitals and the dash do not matter."))}


class ForgottenPassword(Worded, allauth.ResetPasswordForm):
    """Asking for a link to a new password."""

    words = {"email": (_("E-mail address"), _("The one you sign in with. We send a link to it."))}


class NewPasswordByMail(Worded, allauth.ResetPasswordKeyForm):
    """A new password, by the link from the mail."""

    words = {"password1": (_("New password"), GOOD_PASSWORD), "password2": (_("New password again"), "")}


class ChangePassword(Worded, allauth.ChangePasswordForm):
    """A new password, by the old one."""

    words = {
        "oldpassword": (_("Current password"), ""),
        "password1": (_("New password"), GOOD_PASSWORD),
        "password2": (_("New password again"), ""),
    }


class FirstPassword(Worded, allauth.SetPasswordForm):
    """A password for an account that has none."""

    words = {"password1": (_("Password"), GOOD_PASSWORD), "password2": (_("Password again"), "")}


class ChangeAddress(Worded, allauth.AddEmailForm):
    """Another address for the account."""

    words = {
        "email": (
            _("New e-mail address"),
            _("We send a code to it. Until you have typed the code, the present address stays in force."),
        )
    }


class PasswordAgain(Worded, allauth.ReauthenticateForm):
    """The password once more, before something that matters."""

    words = {"password": (_("Password"), "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].widget.attrs["autofocus"] = True
