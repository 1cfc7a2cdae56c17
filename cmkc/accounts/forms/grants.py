"""The form that gives somebody a role in an organisation."""

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import Organisation, OrganisationRole, User
from cmkc.accounts.policies import LONGEST_GRANT

if TYPE_CHECKING:
    from collections.abc import Iterable


class GrantForm(forms.Form):
    """Who, what, until when: verified members of the organisation alone, never oneself."""

    user = forms.ModelChoiceField(label=_("Member"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    last_day = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("A year from now at most. It ends sooner when the person leaves or is verified no longer."),
    )

    def __init__(self, *args: Any, organisation: Organisation, by: User, roles: "Iterable[str]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["user"]
        people.queryset = User.objects.verified_members(organisation).exclude(pk=by.pk)
        choices: Any = self.fields["role"]
        choices.choices = [(value, label) for value, label in OrganisationRole.choices if value in set(roles)]

    def clean_last_day(self) -> datetime:
        """Take the end of the day in the reader's time zone; a day within a year."""
        day = self.cleaned_data["last_day"]
        now = timezone.now()
        until = timezone.make_aware(datetime.combine(day, time.max))
        if until <= now:
            raise forms.ValidationError(_("This day has passed."))
        if until > now + LONGEST_GRANT:
            latest = timezone.localdate(now + LONGEST_GRANT - timedelta(days=1))
            raise forms.ValidationError(
                _("Choose %(latest)s or an earlier day."), params={"latest": latest.isoformat()}
            )
        return until
