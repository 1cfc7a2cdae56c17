"""What editors look after: who owns which content, when it is to be read again, and what is broken in it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Stewardship(models.Model):
    """Who looks after one thing that editors keep, and by when it is to be read again; the thing by kind and key."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("owner"),
    )
    review_by = models.DateField(_("read again by"), null=True, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="stewardship_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Check(models.TextChoices):
    """What looks for faults."""

    LINK = "link", _("dead link within this site")
    OUTSIDE = "outside", _("dead link to another site")
    REFERENCE = "reference", _("cites what is not there")


class Fault(models.Model):
    """Something broken that a nightly check found in a thing; the row goes once a later check finds it mended."""

    check_name = models.CharField(max_length=10, choices=Check.choices)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    url = models.CharField(max_length=600)
    target = models.CharField(max_length=600)
    found_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("-found_at", "-pk")
        constraints = [models.UniqueConstraint(fields=["check_name", "kind", "key", "target"], name="fault_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.target}"
