"""Forms of the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.moderation import policies
from cmkc.moderation.actions.offers import IN_BULK, Offer
from cmkc.moderation.models import Action, FlagReason, ReasonTemplate, SanctionKind


class ReasonField(forms.ModelChoiceField):
    """One of the reason templates in use."""

    def __init__(self, **options: Any) -> None:
        used = ReasonTemplate.objects.in_use()
        label = _("Reason from a template")
        super().__init__(used, required=False, label=label, empty_label=_("No template"), **options)


class RulingForm(forms.Form):
    """What a moderator says beside the action; the buttons name the action."""

    template = ReasonField()
    reason = forms.CharField(
        label=_("Reason in your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    days = forms.IntegerField(
        label=_("Days of silence"),
        min_value=1,
        max_value=policies.LONGEST_SILENCE_DAYS,
        initial=policies.SILENCE_DAYS,
        required=False,
    )
    version = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)
    pressed = forms.CharField(max_length=1, widget=forms.HiddenInput, required=False)
    action = forms.CharField(max_length=20, widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, offered: Sequence[Offer]) -> None:
        super().__init__(data)
        self.explained = {offer.name: offer.label for offer in offered if offer.needs_reason}
        names = ", ".join(str(label) for label in self.explained.values())
        words = _("The author reads it. Needed for these, unless you choose a template: %(actions)s.")
        self.fields["reason"].help_text = words % {"actions": names} if names else _("The author reads it.")
        if not any(offer.name == Action.SILENCE for offer in offered):
            del self.fields["days"]

    def clean(self) -> dict[str, Any]:
        """Ask for words where the author can't do without them."""
        cleaned = super().clean() or {}
        words = cleaned.get("reason") or getattr(cleaned.get("template"), "text", "")
        if cleaned.get("action") in self.explained and not words:
            self.add_error("reason", _("Say why, or choose a template: the author must know what to do."))
        cleaned["words"] = words
        return cleaned


class BulkForm(forms.Form):
    """One action for many items."""

    action = forms.ChoiceField(
        label=_("For all that are ticked"), choices=[(name, Action(name).label) for name in IN_BULK]
    )
    template = ReasonField()
    reason = forms.CharField(label=_("Reason in your words"), required=False, max_length=2000)


class FlagForm(forms.Form):
    """Why a member wants a moderator to look."""

    reason = forms.ChoiceField(label=_("What is the matter?"), choices=FlagReason.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("What should the moderators know?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SanctionForm(forms.Form):
    """A warning, a silence or a ban, given by itself."""

    kind = forms.ChoiceField(label=_("What"), choices=SanctionKind.choices, widget=forms.RadioSelect)
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=policies.LONGEST_SILENCE_DAYS,
        required=False,
        help_text=_("Needed for a silence. A ban without it has no end."),
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member is sent these words."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the end of a silence."""
        cleaned = super().clean() or {}
        if cleaned.get("kind") == SanctionKind.SILENCE and not cleaned.get("days"):
            self.add_error("days", _("A silence ends: say after how many days."))
        return cleaned


class AppealForm(forms.Form):
    """Why somebody thinks that a decision about them is wrong."""

    words = forms.CharField(
        label=_("Why is the decision wrong?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )


class AnswerForm(forms.Form):
    """What becomes of an appeal."""

    answer = forms.ChoiceField(
        label=_("Decision"),
        choices=(("upheld", _("The decision stands")), ("overturned", _("Undo the decision"))),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("Answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member is sent these words."),
    )


class TemplateForm(forms.ModelForm):
    """A reason that is given often."""

    class Meta:
        model = ReasonTemplate
        fields = ("name", "text", "action", "retired")
        widgets = {"text": forms.Textarea(attrs={"rows": 4})}
