"""The second factor: who needs one, and whether this session has proved one."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from cmkc.accounts.models import User

SESSION_KEY = "second_factor_of"
REAL = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""A recovery code is a spare key to one of these, never a factor of its own."""


def keep_proof(request: HttpRequest, user: User, authenticator: Authenticator) -> None:
    """Note in the session that `user` set up or used a factor; a recovery code counts, it stands for one."""
    if authenticator.type in REAL or Authenticator.objects.filter(user=user, type__in=REAL).exists():
        request.session[SESSION_KEY] = user.pk


def forget_proof(request: HttpRequest, user: User) -> None:
    """Take the note away once the account has no factor left; 1 query."""
    if not Authenticator.objects.filter(user=user, type__in=REAL).exists():
        request.session.pop(SESSION_KEY, None)


def is_wanting(request: HttpRequest) -> bool:
    """Tell whether this person must prove a second factor before going on.

    No query for visitors, where settings.SECOND_FACTOR_REQUIRED is off, and once proved; else 1.
    """
    user = request.user
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated or request.session.get(SESSION_KEY) == user.pk:
        return False
    return User.objects.filter(pk=user.pk).bound_to_second_factor().exists()
