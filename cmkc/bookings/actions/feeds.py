"""The address of a member's calendar feed: secret, renewed and closed at will."""

from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.bookings.models import CalendarFeed
from cmkc.bookings.models.feeds import new_nonce
from cmkc.core import audit

SALT = "cmkc.bookings.feeds"


def _signer() -> Signer:
    return Signer(salt=SALT, sep=".")


def token_of(feed: CalendarFeed) -> str:
    """Give the secret part of a feed's address."""
    return _signer().sign(feed.nonce)


def feed_of(token: str) -> CalendarFeed | None:
    """Find the feed of an address, of a member who is still here; no query for what this site did not sign."""
    try:
        nonce = _signer().unsign(token)
    except BadSignature:
        return None
    return CalendarFeed.objects.select_related("user").filter(nonce=nonce, user__is_active=True).first()


@transaction.atomic
def renew(user: User) -> CalendarFeed:
    """Give the member another address; the one before opens nothing any more."""
    feed, _made = CalendarFeed.objects.update_or_create(
        user=user, defaults={"nonce": new_nonce(), "made_at": timezone.now()}
    )
    audit.record("bookings.feed.renewed", feed, by=user)
    return feed


@transaction.atomic
def stop(user: User) -> bool:
    """Close the member's address. Says whether there was one."""
    feed = CalendarFeed.objects.filter(user=user).first()
    if feed is None:
        return False
    audit.record("bookings.feed.stopped", feed, by=user)
    feed.delete()
    return True
