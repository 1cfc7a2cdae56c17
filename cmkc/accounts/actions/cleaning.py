"""Forgetting what is kept for a time only."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError
from django.utils import timezone

from cmkc.accounts.models import User

ADDRESSES_KEPT = timedelta(days=30)
UNCONFIRMED_KEPT = timedelta(days=7)
BATCH = 500


def forget_sessions() -> int:
    """Delete sessions that are over, and the notes (with internet addresses) of those; gives how many notes went.

    A session that lives longer than 30 days loses its note and stays: only the address is forgotten.
    """
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    alive = Session.objects.filter(session_key=OuterRef("session_key"))
    over = UserSession.objects.filter(~Exists(alive))
    old = UserSession.objects.filter(last_seen_at__lt=now - ADDRESSES_KEPT)
    return sum(rows.delete()[0] for rows in (over, old))


def forget_unconfirmed() -> int:
    """Delete sign-ups whose address was not confirmed within a week: nobody came in, so nothing hangs on them."""
    late = timezone.now() - UNCONFIRMED_KEPT
    gone = 0
    for user in list(User.objects.never_confirmed(before=late).distinct()[:BATCH]):
        try:
            with transaction.atomic():
                user.delete()
        except ProtectedError:
            continue  # something does hang on it, such as a role that was given; an administrator knows of it
        gone += 1
    return gone
