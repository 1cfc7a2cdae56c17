"""The form of a proposal."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.glossary.models import Category, TermProposal


class ProposalForm(forms.ModelForm):
    """A term or a correction, in a member's words."""

    class Meta:
        model = TermProposal
        fields = ("name", "expansion", "category", "definition", "source", "note", "credit")
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 5}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        category = cast("forms.ChoiceField", self.fields["category"])
        category.choices = [("", _("Choose one")), *Category.choices]
