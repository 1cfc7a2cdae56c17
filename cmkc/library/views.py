"""Pages of the library: the list, one work, one version of it, and its exports."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from cmkc.core.audiences import principals_of
from cmkc.core.caching import public_page
from cmkc.core.keyset import KeysetPage
from cmkc.core.limits import limited
from cmkc.core.prepared import prepared
from cmkc.library.csl import citable_of
from cmkc.library.exports import FORMATS
from cmkc.library.facets import Selection, count, count_all, shown, total
from cmkc.library.landing import landing
from cmkc.library.listing import rows_of
from cmkc.library.models import Family, Publication
from cmkc.library.querysets import SORTS, FamilyQuerySet, PublicationQuerySet, number_of

WORKS_A_PAGE = 20
CITING = ("guides", "courses", "regulatory", "forum")
"""The areas whose changes show on a landing page, under "cited by"."""
SORT_LABELS = {
    "newest": gettext_lazy("Newest"),
    "oldest": gettext_lazy("Oldest"),
    "title": gettext_lazy("Title"),
    "added": gettext_lazy("Added last"),
}


@require_safe
@public_page("library")
def publications(request: HttpRequest) -> HttpResponse:
    """List works with filters and counts; 4 queries for any number."""
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else "newest"
    selection = Selection.of(request.GET)
    page, counts = _listed(request, selection, sort)
    facets = shown(counts, selection)
    context = {
        "page": page,
        "rows": rows_of(page),
        "facets": facets,
        "total": total(counts, selection),
        "sort": sort,
        "sorts": _sorts(request, sort),
        "chosen": _chips(request, facets),
        "breadcrumbs": [{"label": _("Library"), "url": ""}],
    }
    return render(request, "library/publications.html", context)


@prepared
def _newest(principals: Any) -> FamilyQuerySet:
    return Family.objects.for_audiences(principals).as_rows("newest")[: WORKS_A_PAGE + 1]


def _listed(
    request: HttpRequest, selection: Selection, sort: str
) -> tuple[KeysetPage[dict[str, Any]], dict[str, Counter[str]]]:
    """Give one page of works, and the counts of its filters; 2 queries."""
    after = request.GET.get("after")
    if not selection.chosen and not after and sort == "newest":
        principals = principals_of(request.user)
        page = Family.objects.as_rows("newest").first_page(_newest(principals), size=WORKS_A_PAGE)
        return page, count_all(principals)
    works = Family.objects.visible_to(request.user)
    return selection.apply(works).listed(sort, after, size=WORKS_A_PAGE), count(works, selection)


def _address(request: HttpRequest, **changes: str) -> str:
    """Give the list's address with its filters and some changes, from the first page on."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in changes.items():
        query[name] = value
    return f"{reverse('library:list')}?{query.urlencode()}"


def _sorts(request: HttpRequest, sort: str) -> list[dict[str, Any]]:
    """List the orders, as links that keep the filters."""
    return [
        {"label": label, "url": _address(request, sort=name), "current": name == sort}
        for name, label in SORT_LABELS.items()
    ]


def _chips(request: HttpRequest, facets: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """List the chosen filters, as links that take each away."""
    chips = []
    for facet in facets:
        for value in facet["values"]:
            if value["checked"]:
                query = request.GET.copy()
                query.pop("after", None)
                query.setlist(facet["name"], [each for each in query.getlist(facet["name"]) if each != value["value"]])
                chips.append({"label": value["label"], "url": f"{request.path}?{query.urlencode()}", "remove": True})
    return chips


def _work(works: PublicationQuerySet, cmkc_id: str, version: int | None = None) -> Publication:
    """Find the newest version of a work, or one version. Raises: Http404 when the reader may not see it."""
    found = works.filter(family_id=number_of(cmkc_id)).select_related("family").with_parts()
    if version is not None:
        return get_object_or_404(found, version=version)
    publication = found.order_by("-version").first()
    if publication is None:
        raise Http404
    return publication


@require_safe
@public_page("library", *CITING)
def publication(request: HttpRequest, cmkc_id: str, version: int | None = None) -> HttpResponse:
    """Show a work, or one fixed version of it; 8 queries and those of `cited_by`."""
    work = _work(Publication.objects.visible_to(request.user), cmkc_id, version)
    return render(request, "library/publication.html", landing(work, request.user, fixed=version is not None))


@require_safe
@public_page("library")
@limited("exports")
def export(request: HttpRequest, cmkc_id: str, name: str, version: int | None = None) -> HttpResponse:
    """Give a work's record in one format, as a file; 3 queries."""
    form = FORMATS.get(name)
    if form is None:
        raise Http404
    work = _work(Publication.objects.visible_to(request.user), cmkc_id, version)
    citable = citable_of(work, fixed=version is not None)
    response = HttpResponse(form.write([citable], settings.SITE_URL), content_type=f"{form.media_type}; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{citable.key}.{form.extension}"'
    return response
