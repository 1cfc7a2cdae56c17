"""Named reads of the library."""

import re
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import F, Q

from cmkc.core import audiences
from cmkc.core.keyset import KeysetPage, KeysetQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

CMKC_ID = re.compile(r"CMKC-([0-9]{6,9})")
SORTS: dict[str, tuple[str, ...]] = {
    "newest": ("-dated", "-number"),
    "oldest": ("dated", "number"),
    "title": ("sort_title", "number"),
    "added": ("-number",),
}
"""The orders of the list; each ends in the primary key, so that two rows never stand level."""


ROW_COLUMNS = (
    "number",
    "byline",
    "year",
    "dated",
    "sort_title",
    "current__type",
    "current__title",
    "current__language",
    "current__container_title",
    "current__publisher",
    "current__review_status",
    "current__access",
    "current__confidence",
)
"""What a row of the list reads of the family and of its newest version."""
SHORT_ROW = ("family_id", "title", "language", "container_title", "issued", "confidence")
"""What a row on another page reads of a work."""


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
        return int(self.values_list("last", flat=True).get(name=name)) - count + 1


class FamilyQuerySet(KeysetQuerySet):
    """Reads of version families, which are the rows of the list."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep the works of which the reader may read the newest version. No query for a visitor, one for a member."""
        return self.for_audiences(audiences.principals_of(reader))

    def for_audiences(self, principals: Any) -> Self:
        """Keep the works whose newest version is for any of these audiences."""
        return self.filter(audience__in=principals)

    def about_any(self, mask: int) -> Self:
        """Keep the works about at least one of these technologies, named by their bits."""
        return self.annotate(about=F("technologies").bitand(mask)).filter(about__gt=0)

    def listed(self, sort: str, after: str | None, *, size: int) -> KeysetPage[dict[str, Any]]:
        """Give one page of a list; 1 query."""
        return self.as_rows(sort).keyset(after, size=size)

    def as_rows(self, sort: str) -> Self:
        """Order the works, and give each as a dictionary: a model with children is slow to build."""
        return self.order_by(*SORTS.get(sort, SORTS["newest"])).values(*ROW_COLUMNS)  # type: ignore[return-value]


def families_named(names: Any, prefix: str = "") -> Q:
    """Give the condition that keeps families by CMKC id or content id; `prefix` leads to them from another table."""
    numbers = [number for number in map(number_of, names) if number is not None]
    return Q(**{f"{prefix}number__in": numbers}) | Q(**{f"{prefix}key__in": list(names)})


def number_of(name: str) -> int | None:
    """Give the number in a CMKC id, or None when the text is no CMKC id."""
    match = CMKC_ID.fullmatch(name)
    return int(match[1]) if match else None


class PublicationQuerySet(KeysetQuerySet):
    """Reads of publications."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep what the reader may read: published, and meant for them. No query for a visitor, one for a member."""
        return self.for_audiences(audiences.principals_of(reader))

    def for_audiences(self, principals: Any) -> Self:
        """Keep what is published for any of these audiences."""
        return self.filter(live=True, audience__in=principals)

    def newest_versions(self) -> Self:
        """Keep the version that stands at the permanent address of each family."""
        return self.filter(current_of__isnull=False)

    def newest(self) -> Self:
        """List the works by date, the latest first, with what a short row shows of them."""
        return self.newest_versions().order_by("-current_of__dated", "-pk").only(*SHORT_ROW)

    def with_parts(self) -> Self:
        """Bring creators and identifiers along, which a citation needs; 2 extra queries for any number."""
        return self.prefetch_related("creators", "identifiers")
