"""What a member may not do for a while, and who decided it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cmkc.moderation.models.decisions import Decision
from cmkc.moderation.querysets import SanctionQuerySet


class SanctionKind(models.TextChoices):
    """How far it goes."""

    WARN = "warn", _("warning")
    SILENCE = "silence", _("silence: reads, but writes nothing")
    BAN = "ban", _("ban: takes part in nothing")


class Sanction(models.Model):
    """A warning, a silence or a ban. A ban is in force only once a second moderator has confirmed it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sanctions")
    kind = models.CharField(_("kind"), max_length=8, choices=SanctionKind.choices)
    until = models.DateTimeField(_("until"), null=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="sanction")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField(null=True)

    objects = SanctionQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | (~Q(confirmed_by=F("by")) & ~Q(confirmed_by=F("user"))),
                name="sanction_second_is_another",
            ),
            models.CheckConstraint(condition=~Q(by=F("user")), name="sanction_not_on_oneself"),
            models.CheckConstraint(
                condition=Q(kind="warn", until=None) | Q(kind="silence", until__isnull=False) | Q(kind="ban"),
                name="sanction_silence_ends",
            ),
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind="ban", lifted_at=None), name="sanction_one_open_ban"
            ),
        )
        indexes = (models.Index(fields=["user", "lifted_at", "until"], name="sanction_of_user"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"

    def get_absolute_url(self) -> str:
        """Give the address where the member reads it: that of the decision it came with, if it did."""
        if self.decision_id:
            return reverse("moderation:my_decision", args=[self.decision_id])
        return reverse("moderation:my_sanction", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """Give the name of such things, as a decision has one."""
        return _now("Sanction")

    @property
    def action_label(self) -> str:
        """Give the name of what was given, in the reader's language."""
        return str(self.get_kind_display())

    @property
    def reason_text(self) -> str:
        """Give the words to the member, "" when they were erased."""
        return self.reason

    @property
    def at(self) -> datetime:
        """Give the moment from which it may be appealed: of a ban, when it was confirmed."""
        return self.confirmed_at or self.created_at

    @property
    def waits_for_second(self) -> bool:
        """Tell whether it is a ban that nobody has confirmed."""
        return self.kind == SanctionKind.BAN and self.confirmed_at is None and self.lifted_at is None

    @property
    def in_force(self) -> bool:
        """Tell whether it holds now."""
        over = self.until is not None and self.until <= timezone.now()
        return self.lifted_at is None and not over and not self.waits_for_second
