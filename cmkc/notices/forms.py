"""Forms of notices: how soon one wants to be written to."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import User
from cmkc.core.notices import DAILY, NONE, kinds
from cmkc.notices.actions.following import DIGESTS, choose
from cmkc.notices.mails import label_of
from cmkc.notices.models import MailSetting, Pace

ON = "on"


class FollowForm(forms.Form):
    """How soon one is told of a followed thing by mail."""

    pace = forms.ChoiceField(
        label=_("How soon we write to you"), choices=Pace.choices, initial=DAILY, widget=forms.RadioSelect
    )


class MailSettingsForm(forms.Form):
    """One field for each mailing list: the kinds of notice, then the digests."""

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self._chosen = dict(MailSetting.objects.filter(user=user).values_list("mailing_list", "pace"))
        for kind in kinds:
            choices = [(ON, _("as chosen for each thing")), Pace.choices[-1]] if kind.followed else Pace.choices
            kept = self._chosen.get(kind.name, ON if kind.followed else kind.pace)
            self._add(kind.name, str(kind.label), choices, kept)
        for name in DIGESTS:
            kept = NONE if self._chosen.get(name) == NONE else ON
            self._add(name, label_of(name).capitalize(), [(ON, _("send it")), (NONE, _("do not send it"))], kept)

    def _add(self, name: str, label: str, choices: list[Any], kept: str) -> None:
        known = {value for value, _label in choices}
        self.fields[name] = forms.ChoiceField(label=label, choices=choices, initial=kept if kept in known else ON)

    def save(self) -> None:
        """Keep what was changed; 4 queries a change."""
        for name in self.changed_data:
            pace = self.cleaned_data[name]
            choose(self.user, name, DIGESTS.get(name, DAILY) if pace == ON else pace)
