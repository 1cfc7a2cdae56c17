"""The audit log's tables: events nobody can change, the texts that may be erased, the seals that prove the events."""

import hashlib
from datetime import UTC
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from cmkc.core.append_only import append_only


@append_only()
class AuditEvent(models.Model):
    """Something that was done: who, what, to what, when; ids and hashes only, never a person's words."""

    at = models.DateTimeField(default=timezone.now, editable=False)
    verb = models.CharField(max_length=80)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    target_kind = models.CharField(max_length=80, blank=True)
    target_key = models.CharField(max_length=200, blank=True)
    data = models.JSONField(default=dict)
    text_sha256 = models.CharField(max_length=64, blank=True)
    request_id = models.CharField(max_length=32, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["target_kind", "target_key", "id"], name="audit_by_target"),
            models.Index(fields=["actor", "id"], name="audit_by_actor"),
            models.Index(fields=["verb", "id"], name="audit_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.verb} {self.target_kind}:{self.target_key}"

    def sealed_form(self) -> dict[str, Any]:
        """Give all that a seal covers, in a form that reads back equal from either database."""
        return {
            "id": self.pk,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "verb": self.verb,
            "actor": self.actor_id,
            "target": [self.target_kind, self.target_key],
            "data": self.data,
            "text_sha256": self.text_sha256,
            "request_id": self.request_id,
        }


class AuditText(models.Model):
    """What a person wrote or was told in an event; it may be erased, and the event still shows that there was one.

    The event keeps the hash of salt and text. The salt goes with the text, so the hash that stays tells nothing.
    """

    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, primary_key=True, related_name="text")
    salt = models.CharField(max_length=64)
    text = models.TextField()

    def __str__(self) -> str:
        return f"text of event {self.pk}"

    @property
    def sha256(self) -> str:
        """Hash the text with its salt; once both are erased, nobody can guess the text from the hash."""
        return hashlib.sha256(f"{self.salt}\n{self.text}".encode()).hexdigest()


@append_only()
class AuditSeal(models.Model):
    """The events up to `last`, counted and hashed, chained to the seal before and signed with settings.AUDIT_KEY."""

    number = models.PositiveBigIntegerField(primary_key=True)
    first = models.PositiveBigIntegerField()
    last = models.PositiveBigIntegerField(unique=True)
    count = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, unique=True)
    hmac = models.CharField(max_length=64)
    sealed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"seal {self.number}: events {self.first}–{self.last}"

    def signed_form(self) -> dict[str, Any]:
        """Give all that the signature covers."""
        return {
            "number": self.number,
            "first": self.first,
            "last": self.last,
            "count": self.count,
            "sha256": self.sha256,
            "previous": self.previous,
            "sealed_at": self.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        }


class AuditHorizon(models.Model):
    """How far the log may be sealed once the transactions named here have ended; a single row, kept between runs."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    last = models.PositiveBigIntegerField()
    waits_for = models.JSONField(default=list)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="audit_horizon_single")]

    def __str__(self) -> str:
        return f"up to event {self.last}"
