"""Forms of accounts."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import User


class SignUpForm(forms.Form):
    """What joining asks beyond address and password, and why."""

    name = forms.CharField(
        label=_("Your name"), max_length=120, help_text=_("Others see it beside what you write, and it is printed on your certificates.")
    )

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002  (allauth's signature)
        """Keep what was given on the new account."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
