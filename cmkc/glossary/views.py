"""Pages of the glossary: the alphabet, one term, and the term for machines."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.caching import public_page
from cmkc.core.citable import provenance_line
from cmkc.core.references import cited_by
from cmkc.glossary.models import Category, Term
from cmkc.glossary.references import KIND

TERMS_A_PAGE = 60
LONGEST_QUESTION = 100
CITING = ("library", "guides", "courses", "regulatory", "forum", "programs")
"""The areas whose changes show under "where this is used"."""


@require_safe
@public_page("glossary")
def terms(request: HttpRequest) -> HttpResponse:
    """List terms by the alphabet, by letter, by category or by words in them; 4 queries for any number."""
    asked = {name: request.GET.get(name, "").replace("\x00", "") for name in ("q", "letter", "category")}
    words = " ".join(asked["q"].split())[:LONGEST_QUESTION]
    letter, category = asked["letter"], asked["category"]
    visible = Term.objects.visible_to(request.user)
    chosen = visible
    if category in Category.values:
        chosen = chosen.filter(category=category)
    if letter:
        chosen = chosen.filter(initial=letter[:1])
    if words:
        chosen = chosen.matching(words)
    context = {
        "page": chosen.for_listing().keyset(request.GET.get("after"), size=TERMS_A_PAGE),
        "words": words,
        "letter": letter,
        "category": category,
        "letters": _letters(visible, letter),
        "categories": _categories(visible, category),
        "breadcrumbs": [{"label": _("Glossary"), "url": ""}],
        "canonical_url": settings.SITE_URL + request.get_full_path() if not words else "",
    }
    return render(request, "glossary/terms.html", context)


def _letters(visible: Any, letter: str) -> list[dict[str, Any]]:
    """List the first letters that occur, as links; 1 query."""
    start = reverse("glossary:list")
    return [
        {"label": initial, "url": f"{start}?letter={initial.replace('#', '%23')}", "current": initial == letter}
        for initial in visible.initials()
    ]


def _categories(visible: Any, category: str) -> list[dict[str, Any]]:
    """List the categories that hold a term, with their counts, as links; 1 query."""
    start, counts = reverse("glossary:list"), visible.by_category()
    chips = [
        {
            "label": option.label,
            "url": start if option == category else f"{start}?category={option.value}",
            "count": counts[option],
            "current": option == category,
        }
        for option in Category
        if option in counts
    ]
    return sorted(chips, key=lambda chip: str(chip["label"]))


@require_safe
@public_page("glossary", *CITING)
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one term: what it means, what else it is called, where it is used; 6 queries and those of `cited_by`."""
    found = get_object_or_404(Term.objects.visible_to(request.user), slug=slug)
    context = {
        "term": found,
        "synonyms": list(found.synonyms.all()),
        "see_also": list(found.see_also.all()),
        "subjects": list(found.subjects.all()),
        "credited": [one.by for one in found.proposals.credited()],
        "used_in": cited_by(KIND, found.slug, request.user),
        "canonical_url": settings.SITE_URL + found.get_absolute_url(),
        "breadcrumbs": [
            {"label": _("Glossary"), "url": reverse("glossary:list")},
            {"label": found.term, "url": "", "lang": "en"},
        ],
    }
    return render(request, "glossary/term.html", context)


@require_safe
@public_page("glossary")
def term_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a term as JSON-LD, at an address of its own: pages carry no script, not even one that is only data."""
    found = get_object_or_404(Term.objects.visible_to(request.user), slug=slug)
    address = settings.SITE_URL + found.get_absolute_url()
    names = [found.expansion] if found.expansion else []
    data: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "DefinedTerm",
        "@id": address,
        "url": address,
        "name": found.term,
        "termCode": found.slug,
        "alternateName": [*names, *found.synonyms.values_list("text", flat=True)],
        "description": found.definition,
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "@id": settings.SITE_URL + reverse("glossary:list"),
            "name": f"{settings.SITE_NAME} {_('Glossary')}",
        },
        "disambiguatingDescription": provenance_line(found),
    }
    return JsonResponse(data, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False})
