"""Forms around bookings, and the words for what is refused."""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.bookings.actions.offers import CHANGEABLE
from cmkc.bookings.models import Offer

REFUSALS = {
    "closed": _("This date takes no bookings any more: it has begun or was called off."),
    "full": _("No place is free."),
    "left": _("This account is closed."),
    "late": _("It is too late to cancel this booking."),
    "early": _("Attendance can be marked from a day before the beginning, unless the date is called off."),
}
"""What to say for the reason of a BookingRefusedError."""


class BookForm(forms.Form):
    """Nothing is asked: who books is signed in."""


class CodeForm(forms.Form):
    """A code that somebody shows at the door."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=_("As it stands below the picture, such as 17-K7Q4PXAB."),
    )


class CallOffForm(forms.Form):
    """Why a date is called off; everybody who booked reads it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who booked is sent these words."),
    )


class Moment(forms.DateTimeInput):
    """A date and a time of day, as browsers ask for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class OfferForm(forms.ModelForm):
    """What a manager may change. Times are those on the clocks of the place: run it in that zone (`zone_of`)."""

    class Meta:
        model = Offer
        fields = CHANGEABLE
        widgets = {"starts": Moment(), "ends": Moment(), "cut_off": Moment()}
        help_texts = {
            "time_zone": _("All times here are those on the clocks of this zone, such as Europe/Berlin."),
            "capacity": _("With fewer places than are taken nobody loses one."),
            "cut_off": _("Until then a place that comes free goes to the first who waits, and they are told."),
        }

    def clean_capacity(self) -> int:
        """Ask for one place at least. Raises: ValidationError."""
        capacity: int = self.cleaned_data["capacity"]
        if not capacity:
            raise forms.ValidationError(_("Give one place at least; to offer none, call the date off."))
        return capacity

    def changes(self) -> dict[str, Any]:
        """Give what was typed, by field."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


def zone_of(offer: Offer, typed: str | None) -> ZoneInfo:
    """Give the zone whose clocks a form speaks of: the one that was typed, when there is one of that name."""
    try:
        return ZoneInfo(typed or offer.time_zone)
    except (LookupError, ValueError, OSError):
        return ZoneInfo(offer.time_zone)


def marks_of(posted: dict[str, str]) -> dict[int, bool]:
    """Read `mark-<pk>` = present or absent; what is neither is left out."""
    found = {}
    for name, value in posted.items():
        pk = name.removeprefix("mark-")
        if name != pk and pk.isascii() and pk.isdigit() and value in {"present", "absent"}:
            found[int(pk)] = value == "present"
    return found
