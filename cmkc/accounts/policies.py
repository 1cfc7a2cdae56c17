"""Who may do what with accounts, and the rules that hold for evidence."""

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import SectorRequest, User

VERIFY = "accounts.verify_sector"

HOLDS_FOR: dict[str, timedelta] = {
    "work-email": timedelta(days=365),
    "document": timedelta(days=730),
    "staff-page": timedelta(days=365),
    "colleague": timedelta(days=183),
}
"""How long a verification holds, by its evidence: the weaker it is, the sooner somebody must look again."""

MOST_KEYS = 10
"""Keys that one member may have at a time."""


def display_name(user: "User") -> str:
    """Give the name that others see; never the e-mail address."""
    return str(user)


def may_verify(user: "User | AnonymousUser") -> bool:
    """Tell whether the user works at the verification desk; 2 queries the first time, none after."""
    return user.is_authenticated and user.has_perm(VERIFY)


def may_decide(user: "User | AnonymousUser", request: "SectorRequest") -> bool:
    """Tell whether the user may decide on this request: a holder of the desk, and never on themselves."""
    return may_verify(user) and request.user_id != user.pk
