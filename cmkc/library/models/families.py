"""Permanent ids: one family of versions a work, and the sequence its number comes from."""

from typing import ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from cmkc.core.addresses import address
from cmkc.library.querysets import FamilyQuerySet, SequenceQuerySet

SORT_TITLE_LENGTH = 120
BYLINE_LENGTH = 400
PUBLICATIONS = "publication"
"""The sequence that CMKC ids are taken from."""


class Sequence(models.Model):
    """The last number that was given; it only goes up, so that no id is given twice."""

    name = models.CharField(max_length=40, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    objects = SequenceQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class Family(models.Model):
    """All versions of one work: what the permanent id `CMKC-000123` names, and its row in the list.

    What changes outside editing stands here and not on the publication, because publishing an older revision of a
    publication writes all its columns back. The columns after `current` are those of the version that stands at the
    permanent address, kept by `actions.settle_family`, so that lists and counts read this table alone.
    """

    number = models.IntegerField(primary_key=True)  # SQLite reads indexes alone only by a plain integer key
    key = models.SlugField(
        _("id in the content files"), max_length=80, unique=True, null=True, blank=True, editable=False
    )
    current = models.OneToOneField(
        "library.Publication", on_delete=models.SET_NULL, null=True, editable=False, related_name="current_of"
    )
    audience = models.CharField(max_length=40, editable=False, default="")
    type = models.CharField(max_length=24, editable=False, default="")
    review_status = models.CharField(max_length=24, editable=False, default="")
    access = models.CharField(max_length=10, editable=False, default="")
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    technologies = models.PositiveSmallIntegerField(default=0, editable=False)
    byline = models.CharField(max_length=BYLINE_LENGTH, editable=False, default="")
    dated = models.CharField(max_length=10, editable=False, default="")
    sort_title = models.CharField(max_length=SORT_TITLE_LENGTH, editable=False, default="")

    objects = FamilyQuerySet.as_manager()

    class Meta:
        verbose_name = _("version family")
        verbose_name_plural = _("version families")
        indexes: ClassVar[list] = [
            # Every count of the list, whatever is chosen, is answered by this index alone.
            models.Index(
                fields=["audience", "type", "review_status", "access", "year", "technologies"], name="library_facets"
            ),
            models.Index(fields=["audience", "-dated", "-number"], name="library_by_date"),
            models.Index(fields=["audience", "sort_title", "number"], name="library_by_title"),
        ]

    def __str__(self) -> str:
        return cmkc_id(self.number)

    def get_absolute_url(self) -> str:
        """Give the permanent address, where the newest version stands."""
        return address("library:publication", cmkc_id(self.number))


def cmkc_id(number: int) -> str:
    """Write a family's number as its permanent id."""
    return f"CMKC-{number:06d}"


def new_family(key: str | None = None) -> Family:
    """Make a family with the next CMKC id; 3 queries."""
    with transaction.atomic():
        return Family.objects.create(number=Sequence.objects.take(PUBLICATIONS), key=key)
