"""The table of references: what cites what, by kind and key, never by a foreign key across apps."""

from typing import ClassVar

from django.db import models


class Reference(models.Model):
    """One thing names another: a lesson a cell, a topic a publication, a statement a clause."""

    source_kind = models.CharField(max_length=30)
    source_key = models.CharField(max_length=200)
    target_kind = models.CharField(max_length=30)
    target_key = models.CharField(max_length=200)
    locator = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar[list] = [
            models.UniqueConstraint(
                fields=["source_kind", "source_key", "target_kind", "target_key", "locator"], name="reference_once"
            )
        ]
        indexes: ClassVar[list] = [models.Index(fields=["target_kind", "target_key"], name="reference_target")]

    def __str__(self) -> str:
        return f"{self.source_kind}:{self.source_key} → {self.target_kind}:{self.target_key}"
