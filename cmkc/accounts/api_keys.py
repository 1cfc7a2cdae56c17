"""How a program proves who it works for: `Authorization: Bearer cmkc_…`, for django-ninja's `auth=`."""

from django.http import HttpRequest
from ninja.security import HttpBearer

from cmkc.accounts.actions.keys import owner_of
from cmkc.accounts.models import User


class KeyFor(HttpBearer):
    """Lets a request in whose key opens this scope: `@api.get("/me", auth=KeyFor(Scope.PROFILE))`.

    The member stands in `request.auth` and `request.user`, so that `visible_to(request.user)` answers as on the site.
    """

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        """Give the key's owner, or None: the answer is 401. 1 query."""
        key = owner_of(token, self.scope)
        if key is None:
            return None
        request.user = key.user
        return key.user
