"""allauth's forms for second factors, in our words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.forms.words import Worded

SIX_DIGITS = _("Six digits from the app, or one of your recovery codes.")


class CodeAtSignIn(Worded, base.AuthenticateForm):
    """The second factor when signing in."""

    words = {"code": (_("Code"), SIX_DIGITS)}


class CodeAgain(Worded, base.ReauthenticateForm):
    """The second factor once more, before something that matters."""

    words = {"code": (_("Code"), SIX_DIGITS)}


class ActivateApp(Worded, totp.ActivateTOTPForm):
    """The first code from a new authenticator app."""

    words = {"code": (_("Code from the app"), _("Six digits. This proves that app and site agree."))}


class AddPasskey(Worded, webauthn.AddWebAuthnForm):
    """A new passkey: its name; the browser adds the key itself."""

    words = {
        "name": (_("Name of the passkey"), _("So that you know it again in your list: “laptop”, “blue key”.")),
        "passwordless": (
            _("Sign in with this passkey alone, without the password"),
            _("The device then asks for your finger, face or PIN each time. That counts as two factors."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].max_length = 100
        self.fields["name"].widget.attrs["maxlength"] = "100"
        self.fields["passwordless"].initial = True


class NamePasskey(Worded, webauthn.EditWebAuthnForm):
    """Another name for a passkey."""

    words = {"name": (_("Name of the passkey"), "")}
