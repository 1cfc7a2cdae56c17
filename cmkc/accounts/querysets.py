"""Named reads of people, organisations and keys."""

from typing import TYPE_CHECKING, Any, Self, cast

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

    def verified_members(self, organisation: "Organisation") -> Self:
        """Keep the people whose sector is verified today as somebody of this organisation, by name."""
        found = self.filter(organisation=organisation, sector_verified_until__gt=timezone.now(), is_active=True)
        return found.order_by("name", "pk")

    def listed(self) -> Self:
        """Keep the people who want to stand on the page of their organisation."""
        return self.filter(listed=True)

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

    def with_power(self) -> Self:
        """Say of each person, as `empowered`, whether they hold any permission or any role of an organisation."""
        people: Any = self.model
        member = models.OuterRef("pk")
        roles = people.groups.through.objects.filter(user=member, group__permissions__isnull=False)
        own = people.user_permissions.through.objects.filter(user=member)
        grants = people.organisation_grants.rel.related_model.objects.filter(user=member, ended_at=None)
        power = Q(is_superuser=True) | models.Exists(roles) | models.Exists(own) | models.Exists(grants)
        return self.annotate(empowered=models.ExpressionWrapper(power, output_field=models.BooleanField()))

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


class OrganisationQuerySet(KeysetQuerySet):
    """Reads of organisations."""

    def confirmed(self) -> Self:
        """Keep those for which somebody was verified, by name; what members only typed is shown to nobody."""
        return self.filter(confirmed=True).order_by("name", "pk")

    def named(self, name: str) -> "Organisation | None":
        """Give the organisation of this name, whatever its case, a confirmed one first; 1 query."""
        found: Any = self.filter(name__iexact=name.strip()).order_by("-confirmed", "pk").first()
        return cast("Organisation | None", found)


class OrganisationGrantQuerySet(KeysetQuerySet):
    """Reads of grants."""

    def in_force(self, role: str) -> Self:
        """Keep the grants of a role that hold today: begun, neither ended nor over, in a verified member's hand.

        It asks for the membership itself, so that no grant outlives it even where nobody has ended the row yet.
        """
        now = timezone.now()
        return self.filter(
            role=role,
            ended_at=None,
            starts_at__lte=now,
            until__gt=now,
            user__is_active=True,
            user__sector_verified_until__gt=now,
            user__organisation=F("organisation"),
        )

    def expired(self) -> Self:
        """Keep the open grants whose last day has passed."""
        return self.filter(ended_at=None, until__lte=timezone.now())

    def orphaned(self) -> Self:
        """Keep the open grants of people who are no verified member any more: an account closed by hand, say."""
        member = Q(
            user__is_active=True, user__sector_verified_until__gt=timezone.now(), user__organisation=F("organisation")
        )
        return self.filter(~member, ended_at=None)

    def for_page(self) -> Self:
        """Bring what the page of an organisation's roles shows: the open ones first, the newest in front."""
        return self.select_related("user", "granted_by", "ended_by").order_by(
            F("ended_at").desc(nulls_first=True), "-pk"
        )


class ApiKeyQuerySet(models.QuerySet):
    """Reads of keys."""

    def active(self) -> Self:
        """Keep the keys that open something today."""
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class SectorRequestQuerySet(KeysetQuerySet):
    """Reads of requests for the verification of a sector."""

    def for_desk(self) -> Self:
        """Bring what the desk shows beside a request."""
        return self.select_related("user", "organisation")
