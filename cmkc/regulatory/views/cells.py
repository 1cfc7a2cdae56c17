"""The pages of one cell, one jurisdiction and one question."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from cmkc.core import references
from cmkc.core.caching import public_page
from cmkc.core.limits import limited
from cmkc.core.references import Target
from cmkc.regulatory import reads
from cmkc.regulatory.answers import Answer, answers_to
from cmkc.regulatory.axes import Axes, axes
from cmkc.regulatory.exports import csv_response
from cmkc.regulatory.forms import MomentForm
from cmkc.regulatory.history import last_moment, timeline
from cmkc.regulatory.matrix import Cell, Matrix, Selection, build_matrix
from cmkc.regulatory.models import Jurisdiction, Topic, TopicGroup
from cmkc.regulatory.moments import Moment, read_moment, written
from cmkc.regulatory.views.frame import AREAS_THAT_CITE, cited_by, crumbs, refused, wants_csv


@require_safe
@public_page(*AREAS_THAT_CITE, by_day=True)
@limited("exports", when=wants_csv)
def cell(request: HttpRequest, code: str, slug: str, as_of: str = "", known_at: str = "") -> HttpResponse:
    """Show what one jurisdiction says on one question, as it holds now or at a fixed moment; 15 queries at most."""
    found = axes()
    jurisdiction, topic = found.place(code), found.topic(slug)
    form = MomentForm({"as_of": as_of, "known_at": known_at} if as_of else request.GET)
    context = {
        "form": form,
        "jurisdiction": jurisdiction,
        "topic": topic,
        "fixed": bool(as_of),
        "breadcrumbs": crumbs(topic.title, within=[_crumb(jurisdiction)], lang="en"),
    }
    if not form.is_valid():
        return refused(request, "regulatory/cell.html", context)
    shown = _cell(request, jurisdiction, topic, form.moment)
    if wants_csv(request):
        return csv_response(shown["answers"] + shown["drafts"], form.moment, f"{code}-{slug}")
    return render(request, "regulatory/cell.html", context | shown)


def cell_at(request: HttpRequest, code: str, slug: str, as_of: str, known_at: str) -> HttpResponseBase:
    """Show a cell at a fixed moment; an address that names no moment is not found."""
    try:
        read_moment(as_of, known_at)
    except ValidationError as error:
        raise Http404 from error
    return cell(request, code, slug, as_of=as_of, known_at=known_at)


@require_safe
@public_page("regulatory", by_day=True)
@limited("exports", when=wants_csv)
def jurisdiction(request: HttpRequest, code: str) -> HttpResponse:
    """Show one jurisdiction: its authorities, what it says on each question, its instruments; 12 queries."""
    found = reads.jurisdiction(code)
    if found is None:
        raise Http404
    form = MomentForm(request.GET)
    context: dict[str, Any] = {"form": form, "jurisdiction": found, "breadcrumbs": crumbs(found.name, lang="en")}
    if not form.is_valid():
        return refused(request, "regulatory/jurisdiction.html", context)
    asked = Axes([found], axes().topics)
    matrix = build_matrix(Selection(moment=form.moment), request.user, axes=asked, every_column=True)
    if wants_csv(request):
        return csv_response(matrix.answers, form.moment, f"regulatory-{code}")
    answered, unanswered = _parted(matrix)
    context |= {
        "matrix": matrix,
        "moment": form.moment,
        "answered": answered,
        "unanswered": unanswered,
        "authorities": reads.authorities(found.pk),
        "instruments": reads.instruments(found.pk),
    }
    return render(request, "regulatory/jurisdiction.html", context)


@require_safe
@public_page(*AREAS_THAT_CITE, by_day=True)
@limited("exports", when=wants_csv)
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one question and every jurisdiction's answer; 14 queries at most."""
    found = get_object_or_404(Topic.objects.for_table(), slug=slug)
    form = MomentForm(request.GET)
    context: dict[str, Any] = {"form": form, "topic": found, "breadcrumbs": crumbs(found.title, lang="en")}
    if not form.is_valid():
        return refused(request, "regulatory/topic.html", context)
    asked = Axes(axes().jurisdictions, [found])
    matrix = build_matrix(Selection(moment=form.moment), request.user, axes=asked, every_column=True)
    if wants_csv(request):
        return csv_response(matrix.answers, form.moment, f"regulatory-{slug}")
    terms = [Target("glossary", key) for key in found.glossary_terms]
    row = next(matrix.rows)
    context |= {
        "matrix": matrix,
        "places": [(place.code, place.name) for place in matrix.jurisdictions],
        "moment": form.moment,
        "row": row,
        "unanswered": [cell for cell in row.cells if not cell.shown],
        "subjects": found.subjects.all(),
        "terms": references.resolve(terms, request.user).values(),
        "cited_by": cited_by("question", slug, request),
    }
    return render(request, "regulatory/topic.html", context)


def _parted(matrix: Matrix) -> tuple[list[tuple[TopicGroup, list[Cell]]], list[Cell]]:
    """Give the cells of one jurisdiction that say something, by group, and those for which nothing was prepared."""
    by_group = [(group.group, [cell for row in group.rows for cell in row.cells]) for group in matrix.groups]
    answered = [(group, [cell for cell in cells if not cell.is_blank]) for group, cells in by_group]
    unanswered = [cell for _group, cells in by_group for cell in cells if cell.is_blank]
    return [(group, cells) for group, cells in answered if cells], unanswered


def _cell(request: HttpRequest, jurisdiction: Jurisdiction, topic: Topic, moment: Moment) -> dict[str, Any]:
    """Read a cell: what holds, what held, what is about to, who cites it, whom to compare it with."""
    history = reads.history(jurisdiction, topic, request.user)
    if moment.known_at:
        history = [row for row in history if row.recorded_from <= moment.known_at]
    holding = [row for row in history if row.holds_on(moment.as_of) and row.stood_at(moment.known_at)]
    holding.sort(key=lambda row: row.breadth)
    answers: list[Answer] = answers_to(holding, moment, request.user)
    key = f"{jurisdiction.code}/{topic.slug}"
    last = last_moment(history)
    return {
        "moment": moment,
        "answers": [answer for answer in answers if not answer.is_draft],
        "drafts": [answer for answer in answers if answer.is_draft],
        "other_day": len(holding) < len(history),
        "timeline": timeline(history),
        "permalink": {"as_of": moment.as_of.isoformat(), "known_at": written(last)} if last else None,
        "cited_by": cited_by("cell", key, request),
        "others": _others(jurisdiction, topic),
    }


def _others(jurisdiction: Jurisdiction, topic: Topic) -> list[tuple[str, str]]:
    """List the other jurisdictions with a published statement on the question; one query."""
    answering = set(reads.answering(topic.pk)) - {jurisdiction.pk}
    return [(place.code, place.name) for place in axes().jurisdictions if place.pk in answering]


def _crumb(jurisdiction: Jurisdiction) -> dict[str, str]:
    """Give the way up to a jurisdiction."""
    return {"label": jurisdiction.name, "url": jurisdiction.get_absolute_url(), "lang": "en"}
