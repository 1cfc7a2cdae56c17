"""The form that makes an API key."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import Scope

DAYS = ((30, _("30 days")), (90, _("90 days")), (365, _("one year")))


class KeyForm(forms.Form):
    """What the key is for, what it opens, how long it lives."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=80,
        help_text=_("The program or notebook that uses it, so that you know it again."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it opens"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=[Scope.READ]
    )
    days = forms.TypedChoiceField(label=_("How long it lives"), choices=DAYS, coerce=int, initial=90)
