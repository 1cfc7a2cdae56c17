"""Pages of programs and approvals: two filtered lists, one page each, and the approvals as CSV."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.caching import public_page
from cmkc.core.limits import limited
from cmkc.core.places import places
from cmkc.core.references import cited_by
from cmkc.core.spreadsheets import csv_response
from cmkc.programs import filters, listing
from cmkc.programs.models import AUDIENCES, Approval, Program
from cmkc.programs.references import APPROVAL, PROGRAM

APPROVALS_A_FILE = 50_000
CITING = ("glossary", "library", "guides", "courses", "regulatory", "forum")
"""The areas whose changes show under "where this is cited"."""


@require_safe
@public_page("programs", "regulatory")
def programs(request: HttpRequest) -> HttpResponse:
    """List programs with filters; 6 queries for any number."""
    choices = filters.chosen(request.GET, filters.PROGRAM_FILTERS)
    audiences = [name for name in request.GET.getlist(filters.AUDIENCE) if name in AUDIENCES]
    visible = Program.objects.visible_to(request.user)
    for_chosen = visible.for_any(audiences) if audiences else visible
    rows = filters.narrowed(for_chosen, filters.PROGRAM_FILTERS, choices)
    page = listing.programs(rows, request.GET.get("after"))
    facets = [
        *filters.facets(for_chosen, filters.PROGRAM_FILTERS, choices),
        filters.audience_facet(filters.narrowed(visible, filters.PROGRAM_FILTERS, choices), audiences),
    ]
    context = {
        "page": page,
        "rows": listing.program_rows(page.rows),
        "facets": facets,
        "filtered": bool(choices or audiences),
        "breadcrumbs": [{"label": _("Programs"), "url": ""}],
    }
    return render(request, "programs/programs.html", context)


@require_safe
@public_page("programs", *CITING)
def program(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one program; 3 queries and those of `cited_by`."""
    found = get_object_or_404(Program.objects.visible_to(request.user), slug=slug)
    context = {
        "program": found,
        "region": places([found.region])[found.region],
        "audiences": [AUDIENCES[name] for name in found.audiences],
        "subjects": list(found.subjects.all()),
        "cited_by": cited_by(PROGRAM, found.slug, request.user),
        "canonical_url": settings.SITE_URL + found.get_absolute_url(),
        "breadcrumbs": [
            {"label": _("Programs"), "url": reverse("programs:list")},
            {"label": found.name, "url": "", "lang": "en"},
        ],
    }
    return render(request, "programs/program.html", context)


@require_safe
@public_page("programs", "regulatory")
def approvals(request: HttpRequest) -> HttpResponse:
    """List approvals as a table with filters; 7 queries for any number."""
    choices = filters.chosen(request.GET, filters.APPROVAL_FILTERS)
    visible = Approval.objects.visible_to(request.user)
    rows = filters.narrowed(visible, filters.APPROVAL_FILTERS, choices)
    page = listing.approvals(rows, request.GET.get("after"))
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "page": page,
        "names": places({approval.jurisdiction for approval in page}),
        "facets": filters.facets(visible, filters.APPROVAL_FILTERS, choices),
        "filtered": bool(choices),
        "csv_url": f"{reverse('programs:approvals_csv')}{'?' if query else ''}{query.urlencode()}",
        "breadcrumbs": [
            {"label": _("Programs"), "url": reverse("programs:list")},
            {"label": _("Approvals"), "url": ""},
        ],
    }
    return render(request, "programs/approvals.html", context)


@require_safe
@public_page("programs", *CITING)
def approval(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one approval; 2 queries and those of `cited_by`."""
    found = get_object_or_404(Approval.objects.visible_to(request.user).select_related("subject"), slug=slug)
    context = {
        "approval": found,
        "place": places([found.jurisdiction])[found.jurisdiction],
        "cited_by": cited_by(APPROVAL, found.slug, request.user),
        "canonical_url": settings.SITE_URL + found.get_absolute_url(),
        "breadcrumbs": [
            {"label": _("Programs"), "url": reverse("programs:list")},
            {"label": _("Approvals"), "url": reverse("programs:approvals")},
            {"label": str(found), "url": "", "lang": "en"},
        ],
    }
    return render(request, "programs/approval.html", context)


@require_safe
@public_page("programs", "regulatory")
@limited("exports")
def approvals_csv(request: HttpRequest) -> HttpResponse:
    """Give the chosen approvals as a CSV file, each with source, date and confidence; 2 queries."""
    choices = filters.chosen(request.GET, filters.APPROVAL_FILTERS)
    visible = Approval.objects.visible_to(request.user)
    rows = list(filters.narrowed(visible, filters.APPROVAL_FILTERS, choices).for_listing()[:APPROVALS_A_FILE])
    names = places({row.jurisdiction for row in rows})
    return csv_response(
        "cmkc-approvals.csv", APPROVAL_COLUMNS, (_cells(row, names[row.jurisdiction].name) for row in rows)
    )


APPROVAL_COLUMNS = (
    "id",
    "event",
    "product",
    "substance",
    "company",
    "technology",
    "scope",
    "jurisdiction",
    "jurisdiction_name",
    "date",
    "number",
    "note",
    "source_title",
    "source_body",
    "source_year",
    "source_url",
    "source_date",
    "confidence",
    "confidence_label",
    "page",
)


def _cells(row: Approval, place: str) -> list[Any]:
    """Give one row of the file: its own columns, and those that are computed."""
    computed = {
        "id": row.slug,
        "event": row.event_label,
        "technology": row.technology_shown,
        "jurisdiction_name": place,
        "number": row.number_shown,
        "source_date": row.shown_date,
        "confidence_label": row.get_confidence_display(),
        "page": settings.SITE_URL + row.get_absolute_url(),
    }
    return [computed[name] if name in computed else getattr(row, name) for name in APPROVAL_COLUMNS]
