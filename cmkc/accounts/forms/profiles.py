"""Forms of one's own pages."""

import zoneinfo
from functools import cache
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import Organisation, User

MOST_PROPOSED = 300
"""Organisations that the field proposes while one types; any other name can be typed all the same."""


@cache
def time_zones() -> list[tuple[str, list[tuple[str, str]]]]:
    """List the time zones by continent, as a select shows them; computed once."""
    hidden = ("Etc/", "SystemV/", "US/")
    named = sorted(name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(hidden))
    groups = [
        (continent, [(name, name.partition("/")[2].replace("_", " ")) for name in names])
        for continent, names in groupby(named, key=lambda name: name.partition("/")[0])
    ]
    return [("UTC", [("UTC", "UTC")]), *groups]


class OrganisationField(forms.CharField):
    """The name of an organisation: a known one is proposed while one types, a new one is noted as a suggestion."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.widget.attrs |= {"list": "known-organisations", "autocomplete": "organization"}


def proposed_organisations() -> list[str]:
    """Give the names that the field proposes: confirmed organisations, in order; 1 query."""
    return list(Organisation.objects.filter(confirmed=True).values_list("name", flat=True)[:MOST_PROPOSED])


class ProfileForm(forms.ModelForm):
    """Who one is to others, and how one reads the site."""

    organisation_name = OrganisationField(
        label=_("Organisation"),
        required=False,
        help_text=_("Where you work or study. If it is not in the list, type its name."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("as the page I open")), *settings.LANGUAGES],
        help_text=_("After you sign in, your pages open in it, and we write to you in it."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=time_zones, help_text=_("Dates and times are shown to you in it.")
    )

    class Meta:
        model = User
        fields = ("name", "affiliation", "listed", "language", "time_zone")
        help_texts = {
            "name": _("Others see it beside what you write, and it is printed on your certificates."),
            "affiliation": _("Your department or function, if you want others to see it: “Process development”."),
            "listed": _("Other members see your name there as long as your sector is verified. Visitors do not."),
        }

    field_order = ("name", "organisation_name", "affiliation", "listed", "language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        if self.instance.organisation:
            self.fields["organisation_name"].initial = self.instance.organisation.name


class EraseForm(forms.Form):
    """One's own address typed out, so that nobody erases an account by a slip."""

    address = forms.CharField(
        label=_("Your e-mail address"),
        max_length=254,
        help_text=_("Type it to confirm."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_address(self) -> str:
        """Accept the account's own address alone."""
        typed: str = self.cleaned_data["address"]
        if typed.strip().casefold() != self.user.email.casefold():
            raise forms.ValidationError(_("This is not the address of your account."))
        return typed
