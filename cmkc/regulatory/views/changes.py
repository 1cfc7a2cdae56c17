"""The list of changes: the law's, and our own corrections, told apart."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.caching import public_page
from cmkc.regulatory.feed import lines_of
from cmkc.regulatory.forms import ChangesForm
from cmkc.regulatory.models import Change
from cmkc.regulatory.views.frame import chips, crumbs, refused

CHANGES_A_PAGE = 40


@require_safe
@public_page("regulatory")
def changes(request: HttpRequest) -> HttpResponse:
    """List what changed, newest first; 5 queries for any number."""
    form = ChangesForm(request.GET)
    context = {
        "form": form,
        "chips": chips(request, form),
        "breadcrumbs": crumbs(_("What changed")),
    }
    if not form.is_valid():
        return refused(request, "regulatory/changes.html", context)
    rows = Change.objects.for_listing()
    if form.cleaned_data["what"]:
        rows = rows.filter(nature=form.cleaned_data["what"])
    if form.cleaned_data["jurisdiction"]:
        rows = rows.filter(jurisdiction__code=form.cleaned_data["jurisdiction"])
    page = rows.keyset(request.GET.get("after"), size=CHANGES_A_PAGE)
    return render(request, "regulatory/changes.html", context | {"page": page, "lines": lines_of(page.rows)})
