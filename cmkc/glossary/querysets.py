"""Named reads of the glossary."""

from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.db.models import Count, Exists, OuterRef, Q

from cmkc.core.keyset import KeysetQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


ROW = ("slug", "term", "expansion", "definition", "confidence", "sort_key", "initial")
"""What a row of the list shows of a term, and what it is sorted by."""


class TermQuerySet(KeysetQuerySet):
    """Reads of terms."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep what the reader may read: every term is public. No query."""
        return self.all()

    def matching(self, words: str) -> Self:
        """Keep the terms whose name, expansion, synonym or definition holds these words as they stand."""
        synonym = apps.get_model("glossary", "GlossarySynonym")
        named_otherwise = synonym._default_manager.filter(term=OuterRef("pk"), text__icontains=words)
        return self.filter(
            Q(term__icontains=words)
            | Q(expansion__icontains=words)
            | Q(definition__icontains=words)
            | Exists(named_otherwise)
        )

    def for_listing(self) -> Self:
        """Order by the alphabet, whatever case and accents, with no more than a row shows. No extra query."""
        return self.order_by("sort_key", "pk").only(*ROW)

    def initials(self) -> Self:
        """List the first letters that occur, in their order; 1 query."""
        return self.order_by("initial").values_list("initial", flat=True).distinct()  # type: ignore[return-value]

    def by_category(self) -> Self:
        """Count the terms of each category; 1 query."""
        return self.order_by().values_list("category").annotate(terms=Count("*"))  # type: ignore[return-value]


class ProposalQuerySet(KeysetQuerySet):
    """Reads of proposals."""

    def credited(self) -> Self:
        """Keep those that stand in the glossary under their author's name, each with its author."""
        return self.filter(state="applied", credit=True).select_related("by").order_by("pk")
