"""What accounts adds to the editors' desk: rules for bulk actions on accounts, and the audit log to read."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from cmkc.accounts.cms_audit import MAY_READ, AuditLogView
from cmkc.accounts.models import User


@hooks.register("before_bulk_action")
def guard_accounts(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> None:
    """Hold bulk actions on accounts to the rules of single ones: no deletion, nobody above oneself, asked again."""
    if action.model is not User:
        return
    if action_type == "delete":
        raise PermissionDenied
    if not request.user.is_superuser and any(user.is_superuser for user in objects):
        raise PermissionDenied
    reauthentication_required(_nothing)(request)


def _nothing(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (the form of a view)
    return HttpResponse()


class AuditMenuItem(MenuItem):
    """The line in the menu of reports, for those who may read the audit log."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Show it to holders of core.view_auditevent."""
        return bool(request.user.has_perm(MAY_READ))


@hooks.register("register_admin_urls")
def audit_urls() -> list[URLPattern]:
    """Put the audit log under /cms/audit/."""
    return [path("audit/", AuditLogView.as_view(), name="audit_log")]


@hooks.register("register_reports_menu_item")
def audit_menu_item() -> AuditMenuItem:
    """List the audit log among the reports."""
    return AuditMenuItem(_("Audit log"), reverse_lazy("audit_log"), name="audit", icon_name="list-ul", order=900)
