"""Named reads of programs and approvals."""

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.db.models import Count, Q, QuerySet

from cmkc.core.keyset import KeysetQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


class PublicQuerySet(KeysetQuerySet):
    """Reads of rows that everybody may see."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep what the reader may read: every row is public. No query."""
        return self.all()

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing was filtered out."""
        return not self.query.where

    def counted_by(self, *columns: str) -> "QuerySet[Any, Any]":
        """Count the rows of each value of a column, or of several together."""
        return self.order_by().values_list(*columns).annotate(rows=Count("*"))


class ProgramQuerySet(PublicQuerySet):
    """Reads of programs."""

    def for_listing(self) -> Self:
        """Order by region and name."""
        return self.order_by("region", "name", "pk")

    def for_any(self, audiences: Iterable[str]) -> Self:
        """Keep the programs that are for at least one of these audiences, named by their columns."""
        return self.filter(reduce(or_, (Q(**{name: True}) for name in audiences)))


class ApprovalQuerySet(PublicQuerySet):
    """Reads of approvals."""

    def for_listing(self) -> Self:
        """Order with the newest first, those of unknown date last; the technology comes along. No extra query."""
        return self.order_by("-dated", "-pk").select_related("subject")
