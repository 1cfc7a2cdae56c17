"""Named reads of programs and approvals."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db.models import Count, Q

from cmkc.core.keyset import KeysetQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


class PublicQuerySet(KeysetQuerySet):
    """Reads of rows that everybody may see."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep what the reader may read: every row is public. No query."""
        return self.all()

    def counts_by(self, column: str) -> dict[str, int]:
        """Count the rows of each value of a column that is not empty; 1 query."""
        rows = self.order_by().values_list(column).annotate(rows=Count("*"))
        return {str(value): count for value, count in rows if value not in (None, "")}


class ProgramQuerySet(PublicQuerySet):
    """Reads of programs."""

    def for_listing(self) -> Self:
        """Order by region and name."""
        return self.order_by("region", "name", "pk")

    def for_any(self, audiences: Iterable[str]) -> Self:
        """Keep the programs that are for at least one of these audiences, named by their columns."""
        return self.filter(reduce(or_, (Q(**{name: True}) for name in audiences)))

    def counts_of_flags(self, names: Iterable[str]) -> dict[str, int]:
        """Count the rows in which each of these columns is true; 1 query."""
        return self.order_by().aggregate(**{name: Count("pk", filter=Q(**{name: True})) for name in names})


class ApprovalQuerySet(PublicQuerySet):
    """Reads of approvals."""

    def for_listing(self) -> Self:
        """Order with the newest first, those of unknown date last; the technology comes along. No extra query."""
        return self.order_by("-dated", "-pk").select_related("subject")
