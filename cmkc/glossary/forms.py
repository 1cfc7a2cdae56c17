"""The form of a proposal."""

from django import forms

from cmkc.glossary.models import TermProposal


class ProposalForm(forms.ModelForm):
    """A term or a correction, in a member's words."""

    class Meta:
        model = TermProposal
        fields = ("name", "expansion", "category", "definition", "source", "note", "credit")
        widgets = {
            "definition": forms.Textarea(attrs={"rows": 5}),
            "note": forms.Textarea(attrs={"rows": 3}),
        }
