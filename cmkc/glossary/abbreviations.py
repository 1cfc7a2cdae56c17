"""Abbreviations and other names, for the parser of search questions."""

from dataclasses import dataclass

from cmkc.glossary.models import SynonymRelation, Term


@dataclass(frozen=True)
class Abbreviation:
    """The names of one term: those that mean the same, and those that mean more or less."""

    names: tuple[str, ...]
    broader: tuple[str, ...] = ()
    narrower: tuple[str, ...] = ()


def abbreviations() -> list[Abbreviation]:
    """List the terms that have more than one name; 2 queries for any number of terms."""
    listed = []
    for term in Term.objects.order_by("pk").prefetch_related("synonyms"):
        by_relation: dict[str, list[str]] = {relation: [] for relation in SynonymRelation.values}
        for synonym in term.synonyms.all():
            by_relation[synonym.relation].append(synonym.text)
        names = [term.term, *([term.expansion] if term.expansion else []), *by_relation[SynonymRelation.EXACT]]
        others = by_relation[SynonymRelation.BROADER], by_relation[SynonymRelation.NARROWER]
        if len(names) > 1 or any(others):
            listed.append(Abbreviation(tuple(dict.fromkeys(names)), *map(tuple, others)))
    return listed
