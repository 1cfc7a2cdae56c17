"""What a reader may ask of the comparison, checked. All of these are forms by GET: they change nothing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from cmkc.regulatory.axes import Axes, axes
from cmkc.regulatory.matrix import Selection
from cmkc.regulatory.moments import Moment, now, read_moment
from cmkc.regulatory.vocabulary import Basis, Nature, Stage
from cmkc.regulatory.widgets import Choice, DayInput, Tick, Ticks

LEAST, MOST = 2, 5
"""How many jurisdictions stand side by side."""


class MomentForm(forms.Form):
    """The two times of the comparison."""

    use_required_attribute = False

    as_of = forms.CharField(
        label=_("What held on"), required=False, max_length=40, widget=DayInput(attrs={"autocomplete": "off"})
    )
    known_at = forms.CharField(
        label=_("As recorded here by"), required=False, max_length=40, widget=DayInput(attrs={"autocomplete": "off"})
    )

    def clean(self) -> dict[str, Any]:
        """Read both times. Raises: ValidationError naming the field."""
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["moment"] = read_moment(cleaned.get("as_of", ""), cleaned.get("known_at", ""))
        except ValidationError as error:
            cleaned["moment"] = now()
            raise error from None
        return cleaned

    @property
    def moment(self) -> Moment:
        """Give the moment asked for, the present when none was or when it was wrong."""
        found: Moment = self.cleaned_data.get("moment") or now()
        return found


class TableForm(MomentForm):
    """Filters of the table."""

    group = forms.MultipleChoiceField(label=_("Questions about"), required=False, widget=Ticks)
    jurisdiction = forms.MultipleChoiceField(label=_("Jurisdictions"), required=False, widget=Ticks)
    basis = forms.MultipleChoiceField(label=_("Basis"), required=False, widget=Ticks, choices=Basis.choices)
    field_order = ("group", "jurisdiction", "basis", "as_of", "known_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read what can be chosen; one query, as `axes`."""
        super().__init__(*args, **kwargs)
        self.axes = axes()
        self.fields["group"].choices = self.axes.groups  # type: ignore[attr-defined]
        self.fields["jurisdiction"].choices = _jurisdictions(self.axes)  # type: ignore[attr-defined]

    def selection(self) -> Selection:
        """Give what was asked for; call it after `is_valid` said yes."""
        chosen = self.cleaned_data
        return Selection(
            moment=self.moment,
            groups=tuple(chosen["group"]),
            jurisdictions=tuple(chosen["jurisdiction"]),
            bases=tuple(chosen["basis"]),
        )


class ChosenField(forms.MultipleChoiceField):
    """Several boxes of one name; those left empty do not count."""

    def to_python(self, value: Any) -> list[str]:
        """Leave out what was left empty, and what was chosen twice."""
        return [item for item in dict.fromkeys(super().to_python(value)) if item]


class CompareForm(MomentForm):
    """Two to five jurisdictions side by side, on one question or on all."""

    a = ChosenField(label=_("Jurisdictions"), required=False)
    topic = forms.ChoiceField(label=_("Question"), required=False, widget=Choice)
    group = forms.ChoiceField(label=_("Questions about"), required=False, widget=Choice)
    differences = forms.BooleanField(label=_("Differences only"), required=False, widget=Tick)
    field_order = ("a", "topic", "group", "differences", "as_of", "known_at")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read what can be chosen; one query, as `axes`."""
        super().__init__(*args, **kwargs)
        self.axes = axes()
        topics = [(topic.slug, topic.title) for topic in self.axes.topics]
        self.fields["a"].choices = _jurisdictions(self.axes)  # type: ignore[attr-defined]
        self.fields["topic"].choices = [("", _("All questions")), *topics]  # type: ignore[attr-defined]
        self.fields["group"].choices = [("", _("All groups")), *self.axes.groups]  # type: ignore[attr-defined]

    def clean_a(self) -> list[str]:
        """Raises: ValidationError unless there are two to five."""
        chosen: list[str] = self.cleaned_data["a"]
        if len(chosen) < LEAST:
            raise ValidationError(
                ngettext_lazy(
                    "Choose one more jurisdiction: it takes two to compare.",
                    "Choose %(number)d jurisdictions or more to compare.",
                    LEAST - len(chosen),
                ),
                params={"number": LEAST - len(chosen)},
            )
        if len(chosen) > MOST:
            raise ValidationError(
                _("Choose %(most)d jurisdictions at most; more do not fit side by side."), params={"most": MOST}
            )
        return chosen

    def selection(self) -> Selection:
        """Give what was asked for; call it after `is_valid` said yes."""
        chosen = self.cleaned_data
        return Selection(
            moment=self.moment,
            topics=(chosen["topic"],) if chosen["topic"] else (),
            groups=(chosen["group"],) if chosen["group"] and not chosen["topic"] else (),
            jurisdictions=tuple(chosen["a"]),
            differences=chosen["differences"],
        )


class InstrumentForm(forms.Form):
    """Filters of the list of instruments."""

    use_required_attribute = False

    stage = forms.ChoiceField(
        label=_("Stage"), required=False, widget=Choice, choices=[("", _("All stages")), *Stage.choices]
    )
    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"), required=False, widget=Choice)
    kind = forms.ChoiceField(label=_("Type"), required=False, widget=Choice)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read what can be chosen; one query, as `axes`."""
        super().__init__(*args, **kwargs)
        found = axes()
        self.fields["kind"].choices = [("", _("All types")), *((kind, kind) for kind in found.kinds)]  # type: ignore[attr-defined]
        self.fields["jurisdiction"].choices = [("", _("All jurisdictions")), *_jurisdictions(found)]  # type: ignore[attr-defined]


class ChangesForm(forms.Form):
    """Filters of the list of changes."""

    use_required_attribute = False

    what = forms.ChoiceField(
        label=_("What changed"), required=False, widget=Choice, choices=[("", _("Everything")), *Nature.choices]
    )
    jurisdiction = forms.ChoiceField(label=_("Jurisdiction"), required=False, widget=Choice)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Read what can be chosen; one query."""
        super().__init__(*args, **kwargs)
        self.fields["jurisdiction"].choices = [("", _("All jurisdictions")), *_jurisdictions(axes())]  # type: ignore[attr-defined]


def _jurisdictions(found: Axes) -> list[tuple[str, str]]:
    """List the jurisdictions to choose from; no query."""
    return [(place.code, place.name) for place in found.jurisdictions]
