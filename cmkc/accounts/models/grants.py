"""Powers over the verified members of one organisation: who may manage training there, who may inspect."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models.people import Organisation
from cmkc.accounts.querysets import OrganisationGrantQuerySet
from cmkc.core.append_only import append_only


class OrganisationRole(models.TextChoices):
    """What a grant lets somebody do, within one organisation alone."""

    TRAINING_MANAGER = "training-manager", _("training manager: assigns training and sees who has done it")
    INSPECTOR = "inspector", _("inspector: reads training records, and each look is recorded")


class GrantEnd(models.TextChoices):
    """Why a grant ended."""

    ENDED = "ended", _("ended by hand")
    LEFT = "left", _("no longer a verified member")
    EXPIRED = "expired", _("its last day has passed")


@append_only(fill_once=("ended_at", "ended_by", "ended_because"))
class OrganisationGrant(models.Model):
    """One person's power in one organisation, from a moment to another; the database lets it be ended once, no more."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="organisation_grants")
    role = models.CharField(max_length=16, choices=OrganisationRole.choices)
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_because = models.CharField(max_length=8, choices=GrantEnd.choices, null=True)  # noqa: DJ001  (filled once)

    objects = OrganisationGrantQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        permissions = (("grant_organisation_roles", _("Can make training managers and inspectors of organisations")),)
        constraints = (
            models.UniqueConstraint(
                fields=["organisation", "user", "role"], condition=Q(ended_at=None), name="grant_one_open"
            ),
            models.CheckConstraint(condition=~Q(granted_by=F("user")), name="grant_not_to_oneself"),
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="grant_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because=None) | Q(ended_at__isnull=False, ended_because__isnull=False),
                name="grant_end_has_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} until {self.until:%Y-%m-%d}"
