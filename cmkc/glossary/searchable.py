"""Terms can be found, by any of their names."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.glossary.models import Term
from search.sources import Document, Source, register


def _terms() -> QuerySet[Term]:
    """List all terms, with what their documents need."""
    return Term.objects.prefetch_related("synonyms", "subjects")


def _documents(term: Term) -> Iterator[Document]:
    """Give the one document of a term; no query when it comes from `_terms`."""
    subjects = [subject.slug for subject in term.subjects.all()]
    yield Document(
        title=str(term),
        abbreviation=term.term if term.is_abbreviation else "",
        summary=term.definition,
        body=", ".join(synonym.text for synonym in term.synonyms.all()),
        url=term.get_absolute_url(),
        facets={"technology": subjects},
        boost=1.2,
        shown={
            "status": str(term.get_category_display()),
            "date": term.shown_date,
            "confidence": str(term.get_confidence_display()),
        },
    )


register(Source(kind="glossary", label=_("Glossary"), model=Term, queryset=_terms, documents=_documents))
