"""What the pages of the comparison share: the way up, filters that can be taken away, refusals."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from cmkc.core import references
from cmkc.core.addresses import address

Crumb = dict[str, str]
AREAS_THAT_CITE = ("regulatory", "glossary", "library", "guides", "courses", "forum")
"""Areas whose things are named on a page under “cited by”: when one of them changes, so may the page."""


def crumbs(*labels: str, within: list[Crumb] | None = None, lang: str = "") -> list[Crumb]:
    """Give the way up to a page of this section; the last label is the page itself, in `lang` where it is content."""
    top = {"label": _("Regulation"), "url": address("regulatory:table") if labels else ""}
    return [top, *(within or []), *({"label": label, "url": "", "lang": lang} for label in labels)]


def cited_by(kind: str, key: str, request: HttpRequest) -> list[dict[str, Any]]:
    """List who cites a thing, with the name of its kind; a query, and one more for each kind among them."""
    found = references.cited_by(kind, key, request.user)
    return [
        {"title": one.title, "url": one.url, "kind": one.kind, "kind_label": references.kinds[one.kind].label}
        for one in found
    ]


def wants_csv(request: HttpRequest) -> bool:
    """Tell whether the reader asked for the file of the page."""
    return request.GET.get("format") == "csv"


def refused(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    """Answer a question that makes no sense with its form and what to change, and with no result that could mislead."""
    if wants_csv(request):
        lines = [message for messages in context["form"].errors.values() for message in messages]
        return HttpResponse("\n".join(lines), status=400, content_type="text/plain; charset=utf-8")
    return render(request, template, context, status=400)


def chips(request: HttpRequest, form: Form) -> list[dict[str, Any]]:
    """List the filters in use, each with the address of the page without it; no query beyond the form's choices."""
    found = []
    for name, field in form.fields.items():
        labels = dict(getattr(field, "choices", ()))
        for value in request.GET.getlist(name):
            if value:
                label = labels.get(value) or f"{field.label}: {value}"
                found.append({"label": label, "url": _without(request, name, value), "remove": True})
    return found


def _without(request: HttpRequest, name: str, value: str) -> str:
    """Give the page's address without one value of one filter."""
    query = request.GET.copy()
    query.setlist(name, [other for other in query.getlist(name) if other != value])
    query.pop("after", None)
    kept = query.urlencode()
    return f"?{kept}" if kept else request.path
