"""The sector that somebody verified: what was asked, on what evidence, who decided, until when it holds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models.people import Organisation, Sector
from cmkc.accounts.querysets import SectorRequestQuerySet
from cmkc.core.append_only import append_only


class EvidenceKind(models.TextChoices):
    """What may show that somebody works in a sector; `policies.HOLDS_FOR` says how long each holds."""

    WORK_EMAIL = "work-email", _("work e-mail confirmed: the account's address belongs to the organisation")
    DOCUMENT = "document", _("document seen: a staff card or letter, shown and not kept")
    STAFF_PAGE = "staff-page", _("public staff page of the organisation")
    COLLEAGUE = "colleague", _("colleague vouched: a verified member of the same organisation")


class Decision(models.TextChoices):
    """What was decided about a sector."""

    GRANTED = "granted", _("granted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    TAKEN_BACK = "taken-back", _("taken back")


class SectorRequest(models.Model):
    """Somebody asks to have their sector verified. What they and the desk wrote stands here, where it can be erased."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sector_requests")
    sector = models.CharField(_("sector"), max_length=10, choices=Sector.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    evidence = models.CharField(_("evidence"), max_length=12, choices=EvidenceKind.choices)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, editable=False)

    objects = SectorRequestQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["user"], condition=Q(closed_at=None), name="sector_request_one_open"),
        )

    def __str__(self) -> str:
        return f"{self.sector} {self.created_at:%Y-%m-%d}"


@append_only()
class SectorVerification(models.Model):
    """One decision about one person's sector; the database refuses to change or delete it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sector_verifications")
    sector = models.CharField(max_length=10, choices=Sector.choices)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="verifications")
    evidence = models.CharField(max_length=12, choices=EvidenceKind.choices)
    request = models.ForeignKey(SectorRequest, on_delete=models.PROTECT, null=True, related_name="decisions")
    decision = models.CharField(max_length=10, choices=Decision.choices)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(default=timezone.now, editable=False)
    lapses_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("decided_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(decided_by=F("user")), name="sector_not_decided_on_oneself"),
            models.CheckConstraint(
                condition=Q(decision="granted") ^ Q(lapses_at=None), name="sector_grant_alone_lapses"
            ),
        )

    def __str__(self) -> str:
        return f"{self.decision} {self.sector} {self.decided_at:%Y-%m-%d}"
