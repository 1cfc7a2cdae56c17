"""What accounts adds to the editors' desk: rules for bulk actions on accounts, and the audit log to read."""

from typing import Any

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail import hooks

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
