"""Terms can be cited: `[[glossary:rtd]]`."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cmkc.core.references import ReferenceKind, Referent, register
from cmkc.glossary.models import Term

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

KIND = "glossary"


def _find(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, Referent]:
    """Find terms by slug; one query."""
    terms = Term.objects.visible_to(reader).filter(slug__in=keys)
    return {
        term.slug: Referent(KIND, term.slug, str(term), term.get_absolute_url(), term.definition, term.term)
        for term in terms
    }


def _snapshot(key: str) -> dict[str, Any]:
    """Freeze what the term says; 2 queries."""
    term = Term.objects.filter(slug=key).first()
    if term is None:
        return {}
    return {
        "slug": term.slug,
        "term": term.term,
        "expansion": term.expansion,
        "definition": term.definition,
        "synonyms": sorted(term.synonyms.values_list("text", flat=True)),
        "confidence": term.confidence,
    }


register(ReferenceKind(KIND, _("glossary term"), _find, _snapshot))
