"""Who may do what in the forum."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


def may_moderate(user: "User | AnonymousUser") -> bool:
    """Tell whether the user curates discussion; one query for a member, none for a visitor."""
    return user.is_authenticated and user.has_perm("forum.moderate")
