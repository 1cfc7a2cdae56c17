"""Programs and approvals can be found."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cmkc.core.places import places
from cmkc.programs.models import Approval, Program
from search.sources import Document, Source, register

SECTORS = {"for_industry": "industry", "for_academia": "academia", "for_regulators": "regulator"}


def _programs() -> QuerySet[Program]:
    """List all programs, with what their documents need."""
    return Program.objects.prefetch_related("subjects")


def _program_documents(program: Program) -> Iterator[Document]:
    """Give the one document of a program; no query when it comes from `_programs`."""
    yield Document(
        title=str(program),
        abbreviation=program.abbreviation,
        summary=program.offers,
        body=f"{program.lead}\n{program.form}",
        url=program.get_absolute_url(),
        facets={
            "jurisdiction": [program.region],
            "sector": [SECTORS[name] for name in program.audiences],
            "technology": [subject.slug for subject in program.subjects.all()],
        },
        shown={
            "status": program.kind_label,
            "date": str(program.since or ""),
            "jurisdiction": program.region,
            "confidence": str(program.get_confidence_display()),
        },
    )


def _approvals() -> QuerySet[Approval]:
    """List all approvals, with what their documents need."""
    return Approval.objects.select_related("subject")


def _approval_documents(approval: Approval) -> Iterator[Document]:
    """Give the one document of an approval; a query for its place's name when it comes from `_approvals`."""
    words = (approval.substance, approval.company, approval.scope, approval.technology_shown)
    yield Document(
        title=f"{approval} ({approval.jurisdiction.upper()})",
        summary=approval.note,
        body="\n".join(word for word in words if word),
        url=approval.get_absolute_url(),
        facets={
            "jurisdiction": [approval.jurisdiction],
            "year": [str(approval.year)] if approval.year else [],
            "technology": [approval.subject.slug] if approval.subject else [],
        },
        shown={
            "status": approval.event_label,
            "date": str(approval.date or ""),
            "jurisdiction": str(places([approval.jurisdiction])[approval.jurisdiction].name),
            "confidence": str(approval.get_confidence_display()),
        },
    )


register(Source(kind="program", label=_("Programs"), model=Program, queryset=_programs, documents=_program_documents))
register(
    Source(kind="approval", label=_("Approvals"), model=Approval, queryset=_approvals, documents=_approval_documents)
)
