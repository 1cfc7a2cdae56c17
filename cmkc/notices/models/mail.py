"""The mails that carry notices, and the demo's outbox."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cmkc.notices.models.following import Pace
from cmkc.notices.querysets import DeliveryQuerySet


class DeliveryState(models.TextChoices):
    """What became of a mail."""

    WAITING = "waiting"
    SENT = "sent"
    WITHHELD = "withheld"  # at sending time nothing was left that the reader may see
    FAILED = "failed"  # the mail server refused it for good


class Delivery(models.Model):
    """One mail to one reader: a notice, or the digest of a period, which goes out once.

    `claim` names the worker that has it in hand until `claimed_until`.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    pace = models.CharField(max_length=8, choices=Pace.choices)
    period = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    claim = models.CharField(max_length=64, blank=True, default="")
    claimed_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["reader", "pace", "period"], name="delivery_once"),)
        indexes: ClassVar[list] = [
            models.Index(fields=["not_before", "id"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["claim"], condition=~Q(claim=""), name="delivery_claimed"),
        ]

    def __str__(self) -> str:
        return f"{self.pace} {self.period} to {self.reader_id}"


class OutboxMail(models.Model):
    """A mail of the demo, kept for its outbox page; elsewhere the table stays empty."""

    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=400)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering: ClassVar = ("-pk",)

    def __str__(self) -> str:
        return self.subject
