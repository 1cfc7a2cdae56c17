"""Pages of the glossary: the alphabet, one term, and the term for machines."""

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.addresses import address
from cmkc.core.caching import public_page
from cmkc.core.citable import provenance_line
from cmkc.core.keyset import KeysetPage
from cmkc.core.prepared import prepared
from cmkc.core.references import cited_by
from cmkc.core.taxonomy import Subject
from cmkc.glossary.models import Category, GlossarySynonym, Term, TermProposal
from cmkc.glossary.querysets import TermQuerySet
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
    chosen = Term.objects.visible_to(request.user)
    if category in Category.values:
        chosen = chosen.filter(category=category)
    if letter:
        chosen = chosen.filter(initial=letter[:1])
    if words:
        chosen = chosen.matching(words)
    context = {
        "page": _page(chosen, request.GET.get("after")),
        "words": words,
        "letter": letter,
        "category": category,
        "letters": _letters(letter),
        "categories": _categories(category),
        "breadcrumbs": [{"label": _("Glossary"), "url": ""}],
        "canonical_url": settings.SITE_URL + request.get_full_path() if not words else "",
    }
    return render(request, "glossary/terms.html", context)


@prepared
def _first() -> TermQuerySet:
    return Term.objects.for_listing()[: TERMS_A_PAGE + 1]


def _page(chosen: TermQuerySet, after: str | None) -> KeysetPage[Term]:
    """Read a page of terms; 1 query."""
    if chosen.query.where or after:
        return chosen.for_listing().keyset(after, size=TERMS_A_PAGE)
    return chosen.for_listing().first_page(_first(), size=TERMS_A_PAGE)


@prepared
def _initials() -> QuerySet[Term, str]:
    return Term.objects.initials()


@prepared
def _by_category() -> QuerySet[Term, tuple[str, int]]:
    return Term.objects.by_category()


def _letters(letter: str) -> list[dict[str, Any]]:
    """List the first letters that occur, as links; 1 query."""
    start = address("glossary:list")
    return [
        {"label": initial, "url": f"{start}?letter={initial.replace('#', '%23')}", "current": initial == letter}
        for initial in _initials()
    ]


def _categories(category: str) -> list[dict[str, Any]]:
    """List the categories that hold a term, with their counts, as links; 1 query."""
    start, counts = address("glossary:list"), dict(_by_category())
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


@prepared
def _named(slug: Any) -> QuerySet[Term]:
    return Term.objects.filter(slug=slug)


@prepared
def _synonyms(term: Any) -> QuerySet[GlossarySynonym]:
    return GlossarySynonym.objects.filter(term=term).only("text", "relation")


@prepared
def _seen_also(term: Any) -> QuerySet[Term]:
    return Term.objects.filter(seen_from=term).only("slug", "term", "expansion")


@prepared
def _subjects(term: Any) -> QuerySet[Subject]:
    return Subject.objects.filter(terms=term).only("slug", "title", "kind")


@prepared
def _credited(term: Any) -> QuerySet[TermProposal]:
    return TermProposal.objects.filter(term=term).credited().only("by__name")


@require_safe
@public_page("glossary", *CITING)
def term(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one term: what it means, what else it is called, where it is used; 6 queries and those of `cited_by`."""
    named = _named(slug)
    if not named:
        raise Http404
    found = named[0]
    context = {
        "term": found,
        "synonyms": _synonyms(found.pk),
        "see_also": _seen_also(found.pk),
        "subjects": _subjects(found.pk),
        "credited": [one.by for one in _credited(found.pk)],
        "used_in": cited_by(KIND, found.slug, request.user),
        "canonical_url": settings.SITE_URL + found.get_absolute_url(),
        "breadcrumbs": [
            {"label": _("Glossary"), "url": address("glossary:list")},
            {"label": found.term, "url": "", "lang": "en"},
        ],
    }
    return render(request, "glossary/term.html", context)


@require_safe
@public_page("glossary")
def term_data(request: HttpRequest, slug: str) -> HttpResponse:
    """Give a term as JSON-LD, at an address of its own: pages carry no script, not even one that is only data."""
    found = get_object_or_404(Term.objects.visible_to(request.user), slug=slug)
    own = settings.SITE_URL + found.get_absolute_url()
    names = [found.expansion] if found.expansion else []
    data: dict[str, Any] = {
        "@context": {"@vocab": "https://schema.org/"},
        "@type": "DefinedTerm",
        "@id": own,
        "url": own,
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
