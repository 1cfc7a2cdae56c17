"""Provenance: a fact shows its source, its date and its confidence, on every surface and export."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Confidence(models.TextChoices):
    """How a shipped fact came to be known (docs/explanation/content.md)."""

    SEED = "seed", _("from the founding policy paper")
    FOUND = "found", _("a source was read")
    GENERAL = "general", _("not yet checked")


class Sourced(models.Model):
    """A fact with its source, its date and its confidence."""

    source_title = models.CharField(_("source: title"), max_length=500, blank=True)
    source_body = models.CharField(_("source: issuing body"), max_length=300, blank=True)
    source_year = models.PositiveSmallIntegerField(_("source: year"), null=True, blank=True)
    source_url = models.URLField(_("source: address"), max_length=600, blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=Confidence.choices, default=Confidence.GENERAL
    )
    as_of = models.DateField(_("as of"), null=True, blank=True, help_text=_("The day on which this was looked up."))

    class Meta:
        abstract = True

    @property
    def checked(self) -> bool:
        """Tell whether somebody read a source for this fact."""
        return self.confidence != Confidence.GENERAL

    @property
    def has_real_source(self) -> bool:
        """Tell whether the source names a document, not merely the editors' general knowledge."""
        return bool(self.source_title) and self.source_body != "editor"

    @property
    def shown_date(self) -> str:
        """Give the date shown beside the fact: the source's year, else the day it was looked up; "" when unknown."""
        if self.source_year:
            return str(self.source_year)
        return self.as_of.isoformat() if self.as_of else ""


def source_fields(data: dict[str, Any], *, as_of: Any = None) -> dict[str, Any]:
    """Turn the `source` and `confidence` of a content record into the fields of `Sourced`."""
    source = data.get("source") or {}
    return {
        "source_title": source.get("title") or "",
        "source_body": source.get("issuing_body") or "",
        "source_year": source.get("year"),
        "source_url": source.get("url") or "",
        "confidence": data["confidence"],
        "as_of": as_of,
    }
