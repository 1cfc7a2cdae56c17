"""Forms around the verification of a sector: asking, deciding, withdrawing."""

from typing import Any

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


class DecisionForm(forms.Form):
    """What the desk decides. The reason goes to the member, in these words."""

    decision = forms.ChoiceField(
        label=_("Decision"), choices=(("granted", _("Grant")), ("declined", _("Decline"))), widget=forms.RadioSelect
    )
    evidence = forms.ChoiceField(
        label=_("Evidence that was accepted"),
        choices=EvidenceKind.choices,
        help_text=_("How long the verification holds depends on it."),
    )
    answer = forms.CharField(
        label=_("Answer to the member"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed when you decline: say what is missing and what would be enough."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason when declining."""
        cleaned = super().clean() or {}
        if cleaned.get("decision") == "declined" and not cleaned.get("answer"):
            self.add_error("answer", _("Say why, so that the member knows what to do."))
        return cleaned


class WithdrawForm(forms.Form):
    """Why a verification ends before its time."""

    answer = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The member is sent these words."),
    )
