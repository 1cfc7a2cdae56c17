"""The address by which a member's calendar reads their bookings."""

import secrets

from django.conf import settings
from django.db import models
from django.utils import timezone


def new_nonce() -> str:
    """Give a number that nobody guesses: 160 bits."""
    return secrets.token_urlsafe(20)


class CalendarFeed(models.Model):
    """One member's feed.

    Its address is the nonce with a signature of this site, so that a read of this table opens nothing; another nonce
    closes the old address.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feed")
    nonce = models.CharField(max_length=40, unique=True, default=new_nonce)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"calendar of {self.user_id}"
