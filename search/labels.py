"""What readers are shown for facet values; kept in a table of search, so that a result page asks no other app."""

from collections.abc import Collection

from cmkc.core.models import Subject
from search.documents import Projected
from search.models import FacetLabel

SUBJECT_FIELDS = ("topic", "technology")
"""Facets whose values are slugs of core's taxonomy, which gives their labels."""

Pair = tuple[str, str]


def remember_labels(items: Collection[Projected]) -> None:
    """Keep the labels that documents name, and those of subjects; 3 queries at most, none when there is nothing."""
    named = {pair: label for item in items for pair, label in item.labels.items()}
    pairs = {
        (field, value) for item in items for field in SUBJECT_FIELDS for value in item.columns["facets"].get(field, [])
    }
    kept = labels_for(pairs | set(named))
    unknown = pairs - set(named) - set(kept)
    if unknown:
        titles = dict(Subject.objects.filter(slug__in={value for _, value in unknown}).values_list("slug", "title"))
        named.update({pair: titles[pair[1]] for pair in unknown if pair[1] in titles})
    _keep({pair: label for pair, label in named.items() if kept.get(pair) != label})


def relabel_subject(subject: Subject) -> None:
    """Follow a subject's new title; 1 query."""
    FacetLabel.objects.filter(field__in=SUBJECT_FIELDS, value=subject.slug).update(label=subject.title)


def labels_for(pairs: Collection[Pair]) -> dict[Pair, str]:
    """Give the kept labels of these facet values; 1 query, none when nothing is asked."""
    if not pairs:
        return {}
    fields, values = {field for field, _ in pairs}, {value for _, value in pairs}
    rows = FacetLabel.objects.filter(field__in=fields, value__in=values)
    return {(row.field, row.value): row.label for row in rows}


def _keep(labels: dict[Pair, str]) -> None:
    """Write new and changed labels."""
    if labels:
        rows = [FacetLabel(field=field, value=value, label=label) for (field, value), label in sorted(labels.items())]
        FacetLabel.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["field", "value"], update_fields=["label"]
        )
