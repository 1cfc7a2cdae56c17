"""Permanent ids: one family of versions a work, and the sequence its number comes from."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cmkc.library.querysets import FamilyQuerySet, SequenceQuerySet


class Sequence(models.Model):
    """The last number that was given; it only goes up, so that no id is given twice."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = SequenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class Family(models.Model):
    """All versions of one work: what the permanent id `CMKC-000123` names.

    What changes outside editing stands here and not on the publication, because publishing an older revision of a
    publication writes all its columns back.
    """

    number = models.PositiveIntegerField(primary_key=True)
    key = models.SlugField(
        _("id in the content files"), max_length=80, unique=True, null=True, blank=True, editable=False
    )
    current = models.OneToOneField(
        "library.Publication", on_delete=models.SET_NULL, null=True, editable=False, related_name="current_of"
    )

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("version family")
        verbose_name_plural = _("version families")

    def __str__(self) -> str:
        return cmkc_id(self.number)

    @staticmethod
    def sequence_model() -> type[Sequence]:
        """Give the table that numbers come from."""
        return Sequence

    def get_absolute_url(self) -> str:
        """Give the permanent address, where the newest version stands."""
        return reverse("library:publication", args=[cmkc_id(self.number)])


def cmkc_id(number: int) -> str:
    """Write a family's number as its permanent id."""
    return f"CMKC-{number:06d}"
