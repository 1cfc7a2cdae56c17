"""Named reads of the projection."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db.models import F, Q, QuerySet
from django.utils import timezone

if TYPE_CHECKING:
    from search.models import SearchIndex

TOMBSTONE_LIFE = timedelta(hours=24)
"""How long a deleted document's row stays: longer than Elasticsearch remembers deletes (`index.gc_deletes`, 1 h)."""
SET_ASIDE = 3
"""After so many refusals an item no longer holds up the swap to a new index; it is still tried every 5 minutes."""


class SearchDocumentQuerySet(QuerySet):
    """Reads of documents by where they come from and how far they have gone."""

    def of(self, source: str, object_pks: Collection[str]) -> Self:
        """Keep the documents of these objects, tombstones included."""
        return self.filter(source=source, object_pk__in=object_pks)

    def pending(self) -> Self:
        """Keep what the answering index lacks."""
        return self.filter(version__gt=F("sent_version"))

    def due(self, now: datetime) -> Self:
        """Keep what no worker holds and no backoff delays."""
        return self.filter(Q(next_try_at=None) | Q(next_try_at__lte=now))

    def unbuilt(self, building: "SearchIndex") -> Self:
        """Keep what an index being built lacks: tombstones too, whose document may have arrived unnoticed."""
        return self.filter(Q(built_in__lt=building.pk) | Q(version__gt=F("built_version")))

    def settled(self) -> Self:
        """Leave out items that were refused again and again: they hold up no swap."""
        return self.filter(attempts__lt=SET_ASIDE)

    def unlocked(self, pks: Collection[int]) -> list[int]:
        """Lock those of these rows that nobody else holds, inside a transaction; never waits."""
        rows = self.filter(pk__in=pks).select_for_update(skip_locked=True)
        return list(rows.values_list("pk", flat=True))

    def prunable(self, *, delivered: bool) -> Self:
        """Keep tombstones that nobody needs any more; where nothing is delivered, age alone counts."""
        old = self.filter(deleted=True, changed_at__lt=timezone.now() - TOMBSTONE_LIFE)
        return old.filter(version__lte=F("sent_version")) if delivered else old


class SearchFacetQuerySet(QuerySet):
    """Reads of facet rows."""


class SearchIndexQuerySet(QuerySet["SearchIndex"]):
    """Reads of our Elasticsearch indices."""

    def live(self) -> "SearchIndex | None":
        """Give the index that answers; one query."""
        return self.filter(state="live").first()

    def building(self) -> "SearchIndex | None":
        """Give the index that is being built; one query."""
        return self.filter(state="building").first()
