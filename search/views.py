"""The result page: a plain form by GET, one list over all kinds."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.audiences import principals_of
from cmkc.core.caching import public_page
from cmkc.core.limits import limited
from search import results
from search.asked import Asked
from search.engines.base import DEEPEST, Answer, Request
from search.engines.choice import embedded, engine


@require_safe
@public_page("search")
@limited("search")
def found(request: HttpRequest) -> HttpResponse:
    """Show what was found, or everything there is; at most 15 queries for any number of documents, 1 to count.

    An answer of Elasticsearch may be a second behind the database, so only the embedded engine's are kept.
    """
    asked = Asked.of(request.GET)
    if asked.refused:
        return render(request, "search/results.html", {"asked": asked, "search_query": ""}, status=400)
    answer = engine().search(asked.request(principals_of(request.user)))
    response = render(request, "search/results.html", _context(request, asked, answer))
    if answer.engine != embedded().name or answer.degraded:
        response.headers["Cache-Control"] = "private, no-cache"
    return response


def _context(request: HttpRequest, asked: Asked, answer: Answer) -> dict[str, Any]:
    """Give what the page shows; 1 query, and some more when nothing was found."""
    labels = results.Labels(asked, answer)
    context = {
        "asked": asked,
        "search_query": asked.text,
        "total": answer.total,
        "deepest": DEEPEST if answer.total > DEEPEST else 0,
        "degraded": answer.degraded,
        "rows": results.rows(answer.hits, labels),
        "facets": results.facets(asked, answer, labels),
        "chips": results.chips(asked, labels),
        "sorts": results.sorts(asked),
        "pages": results.pages(asked, answer.total),
        "kinds": results.kinds(answer, labels) if asked.browsing else [],
        "words": [],
        "without_filters": "",
        "breadcrumbs": [{"label": _("Search"), "url": ""}],
    }
    return context if answer.total else context | _ways_out(request, asked, labels)


def _ways_out(request: HttpRequest, asked: Asked, labels: results.Labels) -> dict[str, Any]:
    """Give what a reader can do who found nothing: fewer filters, single words, all that there is."""
    everything = engine().search(Request(principals_of(request.user), facets=("kind",), size=0))
    return {
        "without_filters": replace(asked, filters={}, page=1).address() if asked.filters and asked.text else "",
        "words": results.single_words(asked),
        "kinds": results.kinds(everything, labels),
    }
