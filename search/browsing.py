"""Browse without a query: the newest things of one technology, a few of each kind."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, QuerySet, Window
from django.db.models.functions import RowNumber

from cmkc.core.audiences import principals_of
from cmkc.core.languages import in_readers_language
from cmkc.core.prepared import prepared
from search.models import SearchAudience, SearchDocument
from search.results import meta
from search.sources import kind_labels

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


MOST = 12
"""How many things of one kind a shelf may hold."""


@dataclass
class Shelf:
    """The newest things of one kind, as rows of a list, and how many there are in all."""

    kind: str
    label: str
    count: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)


def newest_by_kind(user: "User | AnonymousUser", *, technology: str, size: int) -> list[Shelf]:
    """List the newest things of a technology that the user may read, `size` of each kind and at most MOST.

    3 queries, one more for a member.
    """
    principals = principals_of(user)
    counts = dict(_counts(principals, technology))
    chosen = [pk for pk, place in _newest(principals, technology) if place <= size]
    rows = {document.pk: document for document in _shown(chosen)}
    shelves = {kind: Shelf(kind, str(label), counts[kind]) for kind, label in kind_labels().items() if kind in counts}
    for pk in chosen:
        shelves[rows[pk].kind].rows.append(_row(rows[pk]))
    return list(shelves.values())


def _about(principals: Any, technology: Any) -> QuerySet[SearchDocument]:
    """Keep what is about a technology, for who belongs to some of these audiences."""
    opened = SearchAudience.objects.filter(principal__in=principals).values("names")
    return SearchDocument.objects.filter(
        deleted=False, audience__in=opened, facet_rows__field="technology", facet_rows__value=technology
    )


@prepared
def _counts(principals: Any, technology: Any) -> QuerySet[SearchDocument, tuple[str, int]]:
    """Count the things of each kind."""
    return _about(principals, technology).values_list("kind").annotate(Count("group", distinct=True))


@prepared
def _newest(principals: Any, technology: Any) -> QuerySet[SearchDocument, tuple[int, int]]:
    """Read key and place of the newest things of each kind, MOST of each."""
    groups = _about(principals, technology).values("kind", "group")
    newest = groups.annotate(first=Min("pk"), newest=Max("published_at")).annotate(
        place=Window(RowNumber(), partition_by="kind", order_by=[F("newest").desc(nulls_last=True), F("first").desc()])
    )
    return newest.filter(place__lte=MOST).order_by("kind", "place").values_list("first", "place")


@prepared
def _shown(keys: Any) -> QuerySet[SearchDocument]:
    """Read what rows show of documents."""
    return SearchDocument.objects.filter(pk__in=keys).only("kind", "title", "url", "lang", "shown")


def _row(document: SearchDocument) -> dict[str, Any]:
    """Give what a row of a list shows."""
    return {
        "title": document.title,
        "url": in_readers_language(document.url),
        "snippet": "",
        "lang": document.lang,
        **meta({name: words for name, words in document.shown.items() if name != "author"}),
    }
