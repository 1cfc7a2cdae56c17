"""The request of somebody who is signed in, for views behind `login_required`."""

from django.http import HttpRequest

from cmkc.accounts.models import User


class MemberRequest(HttpRequest):
    """Says to the type checker that `user` is a member; nobody makes one."""

    user: User
