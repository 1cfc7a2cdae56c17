"""Named reads of the library."""

from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import F, Q

from cmkc.core import audiences
from cmkc.core.keyset import KeysetQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User
    from cmkc.library.models import Family

PUBLICATIONS = "publication"
"""The name of the sequence that CMKC ids are taken from."""

SORTS: dict[str, tuple[str, ...]] = {
    "newest": ("-dated", "-pk"),
    "oldest": ("dated", "pk"),
    "title": ("sort_title", "pk"),
    "added": ("-pk",),
}
"""The orders of the list; each ends in the primary key, so that two rows never stand level."""


class SequenceQuerySet(models.QuerySet):
    """Rows that numbers are taken from, one row a sequence."""

    @transaction.atomic
    def take(self, name: str, count: int = 1) -> int:
        """Reserve `count` numbers in a row and give the first; 2 queries.

        The update locks the row until the transaction ends, so two processes never get the same number, and a number
        taken in a transaction that fails is given to the next.
        """
        if not self.filter(name=name).update(last=F("last") + count):
            self.get_or_create(name=name)
            self.filter(name=name).update(last=F("last") + count)
        return int(self.get(name=name).last) - count + 1


class FamilyQuerySet(models.QuerySet):
    """Reads of version families, and their birth."""

    def make(self, key: str | None = None) -> "Family":
        """Make a family with the next CMKC id; 3 queries."""
        sequence = self.model.sequence_model()
        with transaction.atomic():
            return self.create(number=sequence.objects.take(PUBLICATIONS), key=key)

    def named(self, name: str) -> Self:
        """Keep the family that is cited by this name: a CMKC id, or its id in the content files."""
        return self.filter(families_named([name]))


def families_named(names: Any, prefix: str = "") -> Q:
    """Give the condition that keeps families by CMKC id or content id; `prefix` leads to them from another table."""
    numbers = [number for number in map(number_of, names) if number is not None]
    return Q(**{f"{prefix}number__in": numbers}) | Q(**{f"{prefix}key__in": list(names)})


def number_of(name: str) -> int | None:
    """Give the number in a CMKC id, or None when the text is no CMKC id."""
    head, _, digits = name.partition("-")
    if head == "CMKC" and len(digits) >= 6 and digits.isascii() and digits.isdecimal() and len(digits) <= 9:
        return int(digits)
    return None


class PublicationQuerySet(KeysetQuerySet):
    """Reads of publications."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep what the reader may read: published, and meant for them. No query for a visitor, one for a member."""
        return self.filter(live=True, audience__in=audiences.principals_of(reader))

    def newest_versions(self) -> Self:
        """Keep the version that stands at the permanent address of each family."""
        return self.filter(current_of__isnull=False)

    def newest(self) -> Self:
        """List the works by date, the latest first, without their abstracts."""
        return self.newest_versions().order_by(*SORTS["newest"]).defer("abstract")

    def for_listing(self, sort: str = "newest") -> Self:
        """Order for a list and bring the creators along; 1 extra query. The abstract stays in the database."""
        return self.order_by(*SORTS.get(sort, SORTS["newest"])).defer("abstract").prefetch_related("creators")

    def with_parts(self) -> Self:
        """Bring creators and identifiers along, which a citation needs; 2 extra queries for any number."""
        return self.prefetch_related("creators", "identifiers")
