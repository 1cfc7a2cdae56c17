"""Forms around the verification of a sector: asking and withdrawing."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.forms.profiles import OrganisationField
from cmkc.accounts.models import EvidenceKind, Sector


class SectorForm(forms.Form):
    """What a member says about their sector, and what shows it."""

    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices, widget=forms.RadioSelect)
    organisation_name = OrganisationField(
        label=_("Organisation"), help_text=_("The one you work for. It becomes the organisation of your profile.")
    )
    evidence = forms.ChoiceField(label=_("What shows it"), choices=EvidenceKind.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What we should know"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The address of the staff page, or the name of the colleague. Please paste no documents."),
    )


class WithdrawForm(forms.Form):
    """Why a verification ends before its time."""

    answer = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member is sent these words."),
    )
