"""What joining asks beyond address and password. allauth's own forms build on this one, so it imports none of them."""

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import User


class SignUpForm(forms.Form):
    """The name, and why it is asked."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("Others see it beside what you write, and it is printed on your certificates."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep what was given on the new account, and the language in which it was given."""
        user.name = self.cleaned_data["name"]
        language = get_language()
        user.language = language if language in dict(settings.LANGUAGES) else ""
        user.save(update_fields=["name", "language"])
