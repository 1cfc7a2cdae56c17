"""Browse without a query: the newest things of one technology, a few of each kind."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import Count, F, Max, Min, Window
from django.db.models.functions import RowNumber

from cmkc.core.audiences import principals_of
from cmkc.core.languages import in_readers_language
from search.models import SearchAudience, SearchDocument
from search.results import meta
from search.sources import kind_labels

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


@dataclass
class Shelf:
    """The newest things of one kind, as rows of a list, and how many there are in all."""

    kind: str
    label: str
    count: int = 0
    rows: list[dict[str, Any]] = field(default_factory=list)


def newest_by_kind(user: "User | AnonymousUser", *, technology: str, size: int) -> list[Shelf]:
    """List the things of a technology that the user may read, `size` of each kind; 3 queries, one more for a member."""
    opened = SearchAudience.objects.filter(principal__in=principals_of(user)).values("names")
    documents = SearchDocument.objects.filter(
        deleted=False, audience__in=opened, facet_rows__field="technology", facet_rows__value=technology
    )
    groups = documents.values("kind", "group").annotate(first=Min("pk"), newest=Max("published_at"))
    ranked = groups.annotate(
        place=Window(RowNumber(), partition_by="kind", order_by=[F("newest").desc(nulls_last=True), F("first").desc()])
    )
    counts = dict(documents.values_list("kind").annotate(Count("group", distinct=True)))
    chosen = [row["first"] for row in ranked.filter(place__lte=size).order_by("kind", "place")]
    rows = SearchDocument.objects.only("kind", "title", "url", "lang", "shown").in_bulk(chosen)
    shelves = {kind: Shelf(kind, str(label), counts[kind]) for kind, label in kind_labels().items() if kind in counts}
    for pk in chosen:
        shelves[rows[pk].kind].rows.append(_row(rows[pk]))
    return list(shelves.values())


def _row(document: SearchDocument) -> dict[str, Any]:
    """Give what a row of a list shows."""
    return {
        "title": document.title,
        "url": in_readers_language(document.url),
        "snippet": "",
        "lang": document.lang,
        **meta({name: words for name, words in document.shown.items() if name != "author"}),
    }
