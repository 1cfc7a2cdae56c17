"""What `load_content` loaded, so that a later load can tell an editor's work from its own."""

from typing import ClassVar

from django.db import models


class ImportedRecord(models.Model):
    """One record of a content file: what it said when it was loaded, and what then stood in the database."""

    importer = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    fields = models.JSONField(default=dict)
    """SHA-256 of each loaded field's value, so that a field added by a later release counts as no edit."""
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar[list] = [models.UniqueConstraint(fields=["importer", "key"], name="imported_record_once")]

    def __str__(self) -> str:
        return f"{self.importer}: {self.key}"
