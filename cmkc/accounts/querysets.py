"""Named reads of people, organisations and keys."""

from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cmkc.core.keyset import KeysetQuerySet

if TYPE_CHECKING:
    from cmkc.accounts.models import Organisation, User


class UserQuerySet(KeysetQuerySet):
    """Reads of accounts."""

    def verified_in(self, sector: str) -> Self:
        """Keep the people whose sector is this one and verified today."""
        return self.filter(sector=sector, sector_verified_until__gt=timezone.now(), is_active=True)

    def verified_today(self) -> Self:
        """Keep the people whose sector is verified today, those whose verification ends first in front."""
        soonest = F("sector_verified_until").asc(nulls_last=True)
        return self.filter(sector_verified_until__gt=timezone.now()).order_by(soonest, "pk")

    def lapsed(self) -> Self:
        """Keep the people whose verification ended and was not yet taken off their account."""
        return self.filter(sector_verified_until__lte=timezone.now())

    def bound_to_second_factor(self) -> Self:
        """Keep the people who may not go on without a second factor: whoever may do more than a member, and regulators.

        No list of roles is needed: a role is bound as soon as it holds a permission.
        """
        empowered = Q(is_superuser=True) | Q(groups__permissions__isnull=False) | Q(user_permissions__isnull=False)
        regulator = Q(sector="regulator", sector_verified_until__gt=timezone.now())
        return self.filter(empowered | regulator)

    def never_confirmed(self, *, before: Any) -> Self:
        """Keep the sign-ups from before this moment whose address was never confirmed and who never came in."""
        return self.filter(
            date_joined__lt=before, last_login=None, erased_at=None, is_superuser=False, emailaddress__verified=False
        ).exclude(emailaddress__verified=True)


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Makes accounts, which are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account. Raises: ValueError when the address is empty."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user: User = self.model(email=self.normalize_email(email).casefold(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an administrator who may do everything."""
        return self.create_user(email, password, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        """Find an account by its address, whatever its case."""
        found: User = self.get(email=(email or "").casefold())
        return found


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Reads of organisations."""

    def named(self, name: str) -> "Organisation | None":
        """Give the organisation of this name, whatever its case, a confirmed one first; 1 query."""
        return self.filter(name__iexact=name.strip()).order_by("-confirmed", "pk").first()


class ApiKeyQuerySet(models.QuerySet):
    """Reads of keys."""

    def active(self) -> Self:
        """Keep the keys that open something today."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class SectorRequestQuerySet(KeysetQuerySet):
    """Reads of requests for the verification of a sector."""

    def waiting_for(self, decider: "User") -> Self:
        """Keep the open requests that `decider` may decide on: all but their own, the oldest first."""
        return self.filter(closed_at=None).exclude(user=decider).order_by("created_at", "pk")

    def for_desk(self) -> Self:
        """Bring what the desk shows beside a request."""
        return self.select_related("user", "organisation")
