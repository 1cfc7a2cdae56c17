"""Who may do what with accounts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def display_name(user: "User") -> str:
    """Give the name that others see; never the e-mail address."""
    return str(user)
