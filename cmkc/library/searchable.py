"""Works can be found; the version that stands at the permanent address, and no draft."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.core.partial_date import PartialDate
from cmkc.library.listing import byline
from cmkc.library.models import Publication
from search.sources import Document, Source, register


def _publications() -> QuerySet[Publication]:
    """List the newest published versions, with what their documents need."""
    rows = Publication.objects.filter(live=True).newest_versions()
    return rows.prefetch_related("creators", "identifiers", "subjects")


def _published_at(publication: Publication) -> datetime | None:
    """Give the day of the work itself, else the day on which it came here."""
    if publication.issued:
        return datetime.combine(PartialDate(publication.issued).earliest, time(), UTC)
    return publication.first_published_at


def _documents(publication: Publication) -> Iterator[Document]:
    """Give the one document of a work; no query when it comes from `_publications`."""
    names = " ".join(str(creator) for creator in publication.creators.all())
    numbers = " ".join(identifier.value for identifier in publication.identifiers.all())
    words = (names, publication.container_title, publication.publisher, " ".join(publication.keyword_list), numbers)
    yield Document(
        title=publication.title,
        summary=publication.abstract,
        body="\n".join(part for part in (*words, publication.cmkc_id) if part),
        lang=publication.language,
        url=publication.get_absolute_url(),
        audience=(publication.audience,),
        facets={
            "technology": [subject.slug for subject in publication.subjects.all()],
            "year": [str(publication.year)] if publication.year else [],
            "review_status": [(publication.review_status, publication.review_label)],
        },
        published_at=_published_at(publication),
        shown={
            "status": publication.type_label,
            "author": byline(publication),
            "date": str(publication.issued or ""),
            "confidence": str(publication.get_confidence_display()),
        },
    )


register(
    Source(kind="publication", label=_("Publications"), model=Publication, queryset=_publications, documents=_documents)
)
