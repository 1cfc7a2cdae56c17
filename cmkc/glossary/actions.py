"""Writes of the glossary."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from cmkc.core.taxonomy import TECHNOLOGIES, Subject, technologies_for
from cmkc.glossary.models import GlossarySynonym, Term
from search.actions import gathering


@transaction.atomic
def set_term(slug: str, fields: dict[str, Any], *, synonyms: Iterable[str]) -> Term:
    """Make or change the term of this slug. Raises: ValidationError when a field is wrong."""
    term = Term.objects.filter(slug=slug).first() or Term(slug=slug)
    for name, value in fields.items():
        setattr(term, name, value)
    relations = {synonym.text: synonym.relation for synonym in term.synonyms.all()} if term.pk else {}
    names = list(dict.fromkeys(synonyms))
    term.synonyms.set([GlossarySynonym(text=text, **_relation(relations.get(text))) for text in names])
    words = [term.slug, term.term, *names]
    if term.category in TECHNOLOGIES:
        words.append(term.category)
    term.subjects = list(Subject.objects.filter(slug__in=technologies_for(words)))
    term.full_clean()
    with gathering():
        term.save()
    return term


def _relation(kept: str | None) -> dict[str, str]:
    """Keep the relation that a synonym had; the files do not say it."""
    return {"relation": kept} if kept else {}


@transaction.atomic
def set_see_also(slug: str, others: Iterable[str]) -> None:
    """Write which terms a term refers to. Raises: Term.DoesNotExist when one of them is not there."""
    term = Term.objects.get(slug=slug)
    term.see_also = [Term.objects.get(slug=other) for other in others]
    term.save()
