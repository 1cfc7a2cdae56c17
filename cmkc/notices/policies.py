"""Who may do what with notices."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

PREVIEW = "notices.preview_mail"


def may_preview_mail(user: "User | AnonymousUser") -> bool:
    """Tell whether the user may look at the templates of mail; 2 queries the first time, none after."""
    return user.is_authenticated and user.has_perm(PREVIEW)
