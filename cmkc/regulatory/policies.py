"""Who may do what with regulatory statements."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

EDIT = "regulatory.edit_statement"
PUBLISH = "regulatory.publish_statement"


def may_see_drafts(user: "User | AnonymousUser") -> bool:
    """Tell whether the user sees the verification queue: who may edit or publish does.

    No query for a visitor, at most two for a member (kept on the user for the request).
    """
    return user.is_authenticated and (user.has_perm(EDIT) or user.has_perm(PUBLISH))
