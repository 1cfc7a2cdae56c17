"""Who a session or a password belongs to."""

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend

from cmkc.accounts.models import User

if TYPE_CHECKING:
    from uuid import UUID


class MemberBackend(AuthenticationBackend):
    """allauth's, by e-mail address; it loads an account together with whether it may do more than a member."""

    def get_user(self, user_id: "int | str | UUID") -> User | None:
        """Give the account of a session, unless it is closed; 1 query, with `empowered` on the account."""
        user: User | None = User.objects.with_power().filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
