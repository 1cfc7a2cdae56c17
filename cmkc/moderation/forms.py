"""Forms of the desk."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cmkc.core.moderated import kinds
from cmkc.moderation import policies
from cmkc.moderation.actions.offers import IN_BULK, Offer
from cmkc.moderation.models import SANCTION, Action, FlagReason, ReasonTemplate, SanctionKind, label_of


class ReasonField(forms.ModelChoiceField):
    """One of the reason templates in use for some kinds; the author is sent its words in their own language."""

    def __init__(self, *kinds: str, **options: Any) -> None:
        used = ReasonTemplate.objects.in_use().for_kind(*kinds)
        label = _("Reason from a template")
        super().__init__(used, required=False, label=label, empty_label=_("No template"), **options)

    def label_from_instance(self, obj: Any) -> str:
        """Give its name in the reader's language, after the action that it is for."""
        name = obj.wording(get_language() or "").name
        return f"{label_of(obj.action, obj.kind)}: {name}" if obj.action else name


class RulingForm(forms.Form):
    """What a moderator says beside the action; the buttons name the action."""

    template = ReasonField("")
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

    def __init__(self, data: Any = None, *, kind: str, offered: Sequence[Offer]) -> None:
        super().__init__(data)
        self.fields["template"] = ReasonField("", kind)
        self.explained = {offer.name: offer.label for offer in offered if offer.needs_reason}
        names = ", ".join(str(label) for label in self.explained.values())
        words = _("The author reads it. Needed for these, unless you choose a template: %(actions)s.")
        self.fields["reason"].help_text = words % {"actions": names} if names else _("The author reads it.")
        if not any(offer.name == Action.SILENCE for offer in offered):
            del self.fields["days"]

    def clean(self) -> dict[str, Any]:
        """Ask for words where the author can't do without them."""
        cleaned = super().clean() or {}
        said = cleaned.get("reason") or cleaned.get("template")
        if cleaned.get("action") in self.explained and not said:
            self.add_error("reason", _("Say why, or choose a template: the author must know what to do."))
        return cleaned


class BulkForm(forms.Form):
    """One action for many items."""

    action = forms.ChoiceField(
        label=_("For all that are ticked"), choices=[(name, Action(name).label) for name in IN_BULK]
    )
    template = ReasonField("")
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
    template = ReasonField("", SANCTION)
    reason = forms.CharField(
        label=_("Reason in your words"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The member is sent these words, or those of the template."),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for a reason, and for the end of a silence."""
        cleaned = super().clean() or {}
        if not cleaned.get("reason") and not cleaned.get("template"):
            self.add_error("reason", _("Say why, or choose a template: the author must know what to do."))
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
    """A reason that is given often, in each language of the site."""

    action = forms.ChoiceField(label=_("For the action"), required=False)
    kind = forms.ChoiceField(label=_("For the kind"), required=False)

    class Meta:
        model = ReasonTemplate
        fields = ("name", "text", "action", "kind", "retired")
        widgets: ClassVar[dict[str, Any]] = {"text": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = [("", _("every one"))]
        actions = [(one.value, one.label) for one in Action if one != Action.UNDO]
        own = [(act.name, act.label) for kind in kinds for act in kind.more]
        names = {
            "action": [*every, *actions, *own, (SanctionKind.BAN.value, SanctionKind.BAN.label)],
            "kind": [*every, *((one.kind, one.label) for one in kinds), (SANCTION, _("Sanction"))],
        }
        for field, choices in names.items():
            self.fields[field] = forms.ChoiceField(label=self.fields[field].label, required=False, choices=choices)
        self.others = {code: name for code, name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
        for code, name in self.others.items():
            self._ask_in(code, name)

    def _ask_in(self, code: str, name: str) -> None:
        """Ask for the words in another language; the default language's stand in for what is left empty."""
        words = self.instance.wording(code) if self.instance.pk else self.instance
        has = words is not self.instance
        for field, longest in (("name", 80), ("text", 1000)):
            label = {"name": _("Name in %(language)s"), "text": _("Words to the author in %(language)s")}[field]
            self.fields[f"{field}_{code}"] = forms.CharField(
                label=label % {"language": name},
                required=False,
                max_length=longest,
                initial=getattr(words, field) if has else "",
                widget=forms.Textarea(attrs={"rows": 4}) if field == "text" else forms.TextInput,
            )

    def words(self) -> dict[str, tuple[str, str]]:
        """Give name and text by language."""
        return {code: (self.cleaned_data[f"name_{code}"], self.cleaned_data[f"text_{code}"]) for code in self.others}
