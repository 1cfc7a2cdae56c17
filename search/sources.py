"""What may be found: each app's `searchable.py` registers its sources here, and says what is found of each object."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, QuerySet

from cmkc.core import audiences
from cmkc.core.registry import Registry

FACET_FIELDS = (
    "topic",
    "technology",
    "jurisdiction",
    "sector",
    "level",
    "year",
    "review_status",
    "document_status",
)
"""The fields by which results are counted and narrowed; `kind` is one more, and every document has it."""

FacetValue = str | tuple[str, str]
"""A value such as "us", or value and label such as ("us", "United States"); the label is kept for the result page."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One findable part of an object: a section, a cell, a term. It holds all that a result row shows.

    `part` tells the parts of one object apart ("" when there is only one); `group` names the thing that the result row
    stands for, when that is not the object itself: a forum post gives `group="topic:12"`.
    `summary` and `body` are plain text. `published_at` is a date or a moment; without a time zone it is UTC.
    `shown` carries ready labels for the result row: `status`, `date`, `jurisdiction`, `confidence`.
    """

    title: str
    url: str
    kind: str = ""
    part: str = ""
    group: str = ""
    abbreviation: str = ""
    summary: str = ""
    body: str = ""
    lang: str = "en"
    audience: Sequence[str] = (audiences.PUBLIC,)
    facets: Mapping[str, Sequence[FacetValue]] = field(default_factory=dict)
    boost: float = 1.0
    published_at: date | None = None
    shown: Mapping[str, str] = field(default_factory=dict)


def key_of(thing: Model) -> str:
    """Give the part of a uid that names the object: its primary key."""
    return str(thing.pk)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of findable object.

    `queryset` gives all objects that may be found by anybody, with what `documents` needs already selected or
    prefetched: it is read in batches of hundreds. `documents` gives the documents of one object; an object outside
    `queryset`, or without documents, is not found. `kinds` labels further kinds that `documents` gives.
    """

    kind: str
    label: Any  # str, or a lazily translated one
    model: type[Model]
    queryset: Callable[[], QuerySet[Any]]
    documents: Callable[[Any], Iterable[Document]]
    key: Callable[[Any], str] = key_of
    kinds: Mapping[str, Any] = field(default_factory=dict)


registry: Registry[Source] = Registry("searchable")


def register(source: Source) -> Source:
    """Let objects of one kind be found. Raises: ValueError when the kind is taken."""
    return registry.register(source.kind, source)


def sources_of(model: type[Model]) -> list[Source]:
    """List the sources that describe objects of this model; no query."""
    concrete = model._meta.concrete_model
    return [source for source in registry if source.model._meta.concrete_model is concrete]


def kind_labels() -> dict[str, Any]:
    """Give the label of every kind, in the order of registration; no query."""
    labels: dict[str, Any] = {}
    for source in registry:
        labels[source.kind] = source.label
        labels.update(source.kinds)
    return labels
