"""What a reader saw, kept for good."""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils import timezone

from cmkc.core.append_only import append_only


@append_only()
class Snapshot(models.Model):
    """Resolved content as canonical JSON: a guide's release, a course's version. It never changes."""

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    label = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=10)
    content = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["kind", "key", "language", "-id"], name="snapshot_latest")]
        constraints = [
            UniqueConstraint(
                fields=["kind", "key", "language", "label"], condition=~Q(label=""), name="snapshot_label_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.label} [{self.language}]"

    @property
    def document(self) -> dict[str, Any]:
        """Read the content; costs one parse at each call."""
        document: dict[str, Any] = json.loads(self.content)
        return document

    @property
    def intact(self) -> bool:
        """Say whether the content still has the hash that it was frozen with."""
        return hashlib.sha256(self.content.encode("utf-8")).hexdigest() == self.sha256
