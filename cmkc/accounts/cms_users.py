"""Accounts, roles and one's own settings in the editors' desk (Wagtail's admin)."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.account import (
    AccountView,
    BaseSettingsPanel,
    LocaleSettingsPanel,
    NameEmailSettingsPanel,
)
from wagtail.admin.views.generic import CreateView as PlainCreateView
from wagtail.admin.views.generic import EditView as PlainEditView
from wagtail.users.views import groups, users

from cmkc import roles
from cmkc.accounts.forms.cms import CmsNewUserForm, CmsUserForm
from cmkc.accounts.forms.entrance import ForgottenPassword
from cmkc.accounts.models import User
from cmkc.core import audit

SWITCHES = {
    "is_superuser": ("accounts.administrator.granted", "accounts.administrator.withdrawn"),
    "is_active": ("accounts.reopened", "accounts.closed"),
}
"""What an event is called when a switch of an account is set, and when it is unset."""

once_more = method_decorator(reauthentication_required(allow_get=True), name="dispatch")
"""Asks for the password or second factor again before a change is taken; what was typed is kept."""


class IndexView(users.IndexView):
    """The list of accounts, found by name or address; accounts are erased by their owners, never deleted here."""

    search_fields = ("name", "email")

    def get_delete_url(self, instance: User) -> None:
        """Offer no deletion."""


@once_more
class CreateView(users.CreateView):
    """Makes an account and mails its owner a link to set the password."""

    template_name = PlainCreateView.template_name

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who makes the account."""
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_instance(self) -> User:
        """Save and record."""
        user: User = super().save_instance()
        audit.record("accounts.made", user, by=self.request.user)
        _record_switches(self.form, user, self.request.user)
        return user

    def run_after_hook(self) -> HttpResponse | None:
        """Mail the link, once the account is committed: no lock waits for the mail server."""
        link = ForgottenPassword({"email": self.object.email})
        if link.is_valid():
            link.save(self.request)
        response: HttpResponse | None = super().run_after_hook()
        return response


@once_more
class EditView(users.EditView):
    """Changes name, roles and whether the account is open."""

    template_name = PlainEditView.template_name

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the account; there is no deletion."""
        super().setup(request, *args, **kwargs)
        self.can_delete = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep others away from the accounts of those who may do everything, and everybody from erased ones."""
        if self.object.erased_at or (self.object.is_superuser and not request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who changes the account."""
        return super().get_form_kwargs() | {"by": self.request.user}

    def save_instance(self) -> User:
        """Save and record."""
        user: User = super().save_instance()
        _record_switches(self.form, user, self.request.user)
        return user


class NoDeleteView(users.DeleteView):
    """Accounts are never deleted: others' records point to them."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """There is no such page. Raises: Http404."""
        raise Http404


def _record_switches(form: CmsUserForm, user: User, by: User) -> None:
    for name, (on, off) in SWITCHES.items():
        if name in form.changed_data:
            audit.record(on if getattr(user, name) else off, user, by=by)


class AccountViewSet(users.UserViewSet):
    """The pages of accounts."""

    index_view_class = IndexView
    add_view_class = CreateView
    edit_view_class = EditView
    delete_view_class = NoDeleteView
    copy_view_enabled = False
    template_prefix = ""

    def get_form_class(self, for_update: bool = False) -> type[CmsUserForm]:  # noqa: FBT001, FBT002  (Wagtail's signature)
        """Give the form for a new account, or for one that is there."""
        return CmsUserForm if for_update else CmsNewUserForm


@once_more
class GroupCreateView(groups.CreateView):
    """Makes a group, for example the audience of a closed category."""


@once_more
class GroupEditView(groups.EditView):
    """Changes a group; what a role may do is changed in cmkc/roles.py alone."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a role, but take no change to it: the next start of the site would undo it."""
        if self.get_object().name in roles.PERMISSIONS:
            if request.method == "POST":
                raise PermissionDenied
            messages.warning(request, _("This is a role: what it may do is fixed in the table of roles."))
        return super().dispatch(request, *args, **kwargs)


@once_more
class GroupDeleteView(groups.DeleteView):
    """Deletes a group, never a role."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse roles. Raises: PermissionDenied."""
        if self.get_object().name in roles.PERMISSIONS:
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class RoleViewSet(groups.GroupViewSet):
    """The pages of groups."""

    add_view_class = GroupCreateView
    edit_view_class = GroupEditView
    delete_view_class = GroupDeleteView
    copy_view_enabled = False


class OwnSettingsView(AccountView):
    """One's own settings in the editors' desk; what the profile holds is changed there, for the whole site."""

    def get_panels(self) -> list[BaseSettingsPanel]:
        """Leave out the panels that ask again for name, language and time zone."""
        asked_elsewhere = (NameEmailSettingsPanel, LocaleSettingsPanel)
        return [panel for panel in super().get_panels() if not isinstance(panel, asked_elsewhere)]
