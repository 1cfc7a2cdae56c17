"""The table of topics and jurisdictions, and the comparison side by side."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.caching import public_page
from cmkc.core.limits import limited
from cmkc.regulatory.exports import csv_response
from cmkc.regulatory.forms import LEAST, MOST, CompareForm, MomentForm, TableForm
from cmkc.regulatory.matrix import Matrix, build_matrix
from cmkc.regulatory.views.frame import chips, crumbs, refused, wants_csv


@require_safe
@public_page("regulatory", by_day=True)
@limited("exports", when=wants_csv)
def table(request: HttpRequest) -> HttpResponse:
    """Show every question and jurisdiction, or those chosen; 7 queries for any size."""
    form = TableForm(request.GET)
    context = {
        "form": form,
        "chips": chips(request, form),
        "breadcrumbs": crumbs(),
    }
    if not form.is_valid():
        return refused(request, "regulatory/table.html", context)
    matrix = build_matrix(form.selection(), request.user, axes=form.axes)
    if wants_csv(request):
        return csv_response(matrix.answers, form.moment, f"regulatory-{form.moment.as_of}")
    return render(request, "regulatory/table.html", context | _shown(matrix, form))


@require_safe
@public_page("regulatory", by_day=True)
@limited("exports", when=wants_csv)
def compare(request: HttpRequest) -> HttpResponse:
    """Show two to five jurisdictions side by side; 7 queries for any number of questions."""
    asked = any(name in request.GET for name in ("a", "topic", "group"))
    form = CompareForm(request.GET if asked else None)
    chosen = [code for code in request.GET.getlist("a") if code]
    context = {
        "form": form,
        "chosen": chosen,
        "most": MOST,
        "more": len(chosen) > LEAST or any(request.GET.get(name) for name in ("group", "as_of", "known_at")),
        "breadcrumbs": crumbs(_("Side by side")),
    }
    if not asked:
        return render(request, "regulatory/compare.html", context)
    if not form.is_valid():
        return refused(request, "regulatory/compare.html", context)
    matrix = build_matrix(form.selection(), request.user, axes=form.axes, every_column=True)
    if wants_csv(request):
        return csv_response(matrix.answers, form.moment, f"compare-{'-'.join(matrix.selection.jurisdictions)}")
    return render(request, "regulatory/compare.html", context | _shown(matrix, form))


def _shown(matrix: Matrix, form: MomentForm) -> dict[str, Any]:
    """Give what both pages show of a matrix."""
    return {"matrix": matrix, "moment": form.moment}
