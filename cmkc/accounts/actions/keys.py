"""API keys: made once, shown once, kept as a hash."""

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils import timezone

from cmkc.accounts import policies
from cmkc.accounts.models import ApiKey, User
from cmkc.core import audit

if TYPE_CHECKING:
    from collections.abc import Collection

START = "cmkc"
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class KeyRefusedError(Exception):
    """The key cannot be made; the text says why, to the member."""


def digest(secret: str) -> str:
    """Hash a key's secret: 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(user: User, *, name: str, scopes: "Collection[str]", days: int) -> tuple[ApiKey, str]:
    """Make a key; gives it with its whole text, which nobody can show again.

    Raises: KeyRefusedError("many") when the member has policies.MOST_KEYS, KeyRefusedError("name") for a name in use.
    """
    if ApiKey.objects.filter(user=user).active().count() >= policies.MOST_KEYS:
        raise KeyRefusedError("many")
    prefix = "".join(secrets.choice(ALPHABET) for _ in range(10))
    secret = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            key = ApiKey.objects.create(
                user=user,
                name=name,
                prefix=prefix,
                digest=digest(secret),
                scopes=sorted(scopes),
                expires_at=timezone.now() + timedelta(days=days),
            )
    except IntegrityError:
        raise KeyRefusedError("name") from None
    audit.record("accounts.key.made", key, by=user, data={"prefix": prefix, "scopes": sorted(scopes), "days": days})
    return key, f"{START}_{prefix}_{secret}"


def revoke(user: User, pk: int) -> bool:
    """Revoke one of a member's own keys; False when it is not theirs or revoked already."""
    revoked = ApiKey.objects.filter(user=user, pk=pk, revoked_at=None).update(revoked_at=timezone.now())
    if revoked:
        audit.record("accounts.key.revoked", ApiKey(pk=pk), by=user)
    return bool(revoked)


def owner_of(text: str, scope: str) -> ApiKey | None:
    """Find the key that opens `scope`, with its owner; 1 query, and 1 write on the first use of a day."""
    start, _, rest = text.partition("_")
    prefix, _, secret = rest.partition("_")
    if start != START or not secret:
        return None
    key = ApiKey.objects.active().select_related("user").filter(prefix=prefix, user__is_active=True).first()
    # Compared also when there is no such key, so that the time does not tell which beginnings exist.
    fits = hmac.compare_digest(digest(secret), key.digest if key else digest(""))
    if key is None or not fits or scope not in key.scopes:
        return None
    today = timezone.now().date()
    if key.last_used_on != today:
        ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)
    return key
