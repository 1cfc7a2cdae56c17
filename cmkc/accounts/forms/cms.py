"""Forms of the editors' desk about accounts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import User


class CmsUserForm(forms.ModelForm):
    """What an administrator may change about somebody's account: never the password, and the address only at first.

    Whoever could change another's address could take the account over by the link for a new password.
    """

    class Meta:
        model = User
        fields = ("name", "is_active", "groups", "is_superuser")
        labels = {"groups": _("Roles and groups"), "is_superuser": _("May do everything")}
        widgets = {"groups": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, by: User, editing_self: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if editing_self:
            del self.fields["is_active"]
        if editing_self or not by.is_superuser:
            del self.fields["is_superuser"]


class CmsNewUserForm(CmsUserForm):
    """An account that an administrator makes; the person sets the password by a link that is mailed to them."""

    class Meta(CmsUserForm.Meta):
        fields = ("email", "name", "groups", "is_superuser")

    def clean_email(self) -> str:
        """Keep addresses in small letters, as sign-up does."""
        email: str = self.cleaned_data["email"]
        return email.casefold()

    def save(self, commit: bool = True) -> User:  # noqa: FBT001, FBT002  (Django's signature)
        """Save without a usable password."""
        self.instance.set_unusable_password()
        user: User = super().save(commit=commit)
        return user
