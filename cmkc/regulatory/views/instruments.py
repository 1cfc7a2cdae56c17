"""Instruments: the list by stage, and what rests on one of them."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.caching import public_page
from cmkc.core.keyset import KeysetPage
from cmkc.core.limits import limited
from cmkc.core.partial_date import PartialDate
from cmkc.core.prepared import prepared
from cmkc.regulatory.answers import answers_to
from cmkc.regulatory.exports import csv_response
from cmkc.regulatory.forms import InstrumentForm
from cmkc.regulatory.models import Instrument, InstrumentVersion, Statement
from cmkc.regulatory.moments import now
from cmkc.regulatory.querysets import InstrumentQuerySet
from cmkc.regulatory.views.frame import AREAS_THAT_CITE, chips, cited_by, crumbs, refused, wants_csv
from cmkc.regulatory.vocabulary import Stage

INSTRUMENTS_A_PAGE = 50


@require_safe
@public_page("regulatory")
def instruments(request: HttpRequest) -> HttpResponse:
    """List the instruments by jurisdiction and name, by stage where one is chosen; 5 queries for any number."""
    form = InstrumentForm(request.GET)
    context = {
        "form": form,
        "chips": chips(request, form),
        "breadcrumbs": crumbs(_("Instruments")),
    }
    if not form.is_valid():
        return refused(request, "regulatory/instruments.html", context)
    page = _page(_chosen(form), request.GET.get("after"))
    return render(request, "regulatory/instruments.html", context | {"page": page})


@require_safe
@public_page(*AREAS_THAT_CITE, by_day=True)
@limited("exports", when=wants_csv)
def instrument(request: HttpRequest, code: str) -> HttpResponse:
    """Show an instrument, its versions, and what rests on it; 15 queries at most."""
    found = get_object_or_404(Instrument.objects.with_stage().select_related("jurisdiction", "authority"), code=code)
    resting = Statement.objects.visible_to(request.user).current()
    resting = resting.filter(Q(evidence__instrument=found) | Q(evidence__clause__version__instrument=found)).distinct()
    ordered = resting.select_related("jurisdiction", "topic__group").order_by(
        "topic__group__order", "topic__order", "jurisdiction__order", "pk"
    )
    moment = now()
    answers = answers_to(ordered, moment, request.user)
    if wants_csv(request):
        return csv_response(answers, moment, f"instrument-{code}")
    context = {
        "instrument": found,
        "stage": Stage(found.stage) if found.stage else None,
        "versions": InstrumentVersion.objects.filter(instrument=found)
        .order_by("-sequence")
        .prefetch_related("clauses"),
        "answers": answers,
        "supersedes": found.supersedes.all(),
        "superseded_by": found.superseded_by.all(),
        "cited_by": [one for one in cited_by("instrument", code, request) if one["kind"] != "cell"],
        "consultation_over": _is_over(found.consultation_end),
        "breadcrumbs": crumbs(
            found.short, within=[{"label": _("Instruments"), "url": reverse("regulatory:instruments")}], lang="en"
        ),
    }
    return render(request, "regulatory/instrument.html", context)


@prepared
def _first() -> InstrumentQuerySet:
    return Instrument.objects.for_listing()[: INSTRUMENTS_A_PAGE + 1]


def _page(rows: InstrumentQuerySet, after: str | None) -> KeysetPage[Any]:
    """Read a page of instruments; 1 query."""
    if rows.query.where or after:
        return rows.keyset(after, size=INSTRUMENTS_A_PAGE)
    return rows.first_page(_first(), size=INSTRUMENTS_A_PAGE)


def _chosen(form: InstrumentForm) -> InstrumentQuerySet:
    """Keep the instruments that the filters let through."""
    rows: InstrumentQuerySet = Instrument.objects.for_listing()
    for name, path in (("jurisdiction", "jurisdiction__code"), ("kind", "kind")):
        if form.cleaned_data[name]:
            rows = rows.filter(**{path: form.cleaned_data[name]})
    stage = form.cleaned_data["stage"]
    return rows.at_stage(stage) if stage else rows


def _is_over(end: PartialDate | None) -> bool:
    """Tell whether a consultation's last day has passed."""
    return end is not None and end.latest < now().as_of
