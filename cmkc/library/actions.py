"""Writes of the library."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from cmkc.core.taxonomy import Subject
from cmkc.library.models import Creator, Family, Identifier, Publication
from search.actions import stale


@dataclass(frozen=True)
class Parts:
    """What belongs to a publication beside its own columns."""

    creators: list[dict[str, str]] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    subjects: Iterable[str] = ()


@transaction.atomic
def set_publication(key: str, fields: dict[str, Any], parts: Parts) -> Publication:
    """Make or change the first version of the work of this content id, published. Raises: ValidationError."""
    family = Family.objects.filter(key=key).first() or Family.objects.make(key)
    publication = family.versions.filter(version=1).first() or Publication(family=family)
    for name, value in fields.items():
        setattr(publication, name, value)
    publication.creators = [Creator(**creator, sort_order=place) for place, creator in enumerate(parts.creators)]
    publication.identifiers = [Identifier(scheme=scheme, value=value) for scheme, value in parts.identifiers.items()]
    publication.subjects = list(Subject.objects.filter(slug__in=list(parts.subjects)))
    for row in [*publication.creators.all(), *publication.identifiers.all()]:
        row.clean_fields(exclude=["publication"])
        row.clean()
    publication.first_published_at = publication.first_published_at or timezone.now()
    publication.last_published_at = timezone.now()
    publication.full_clean()
    publication.save()
    return publication


@transaction.atomic
def settle_family(number: int) -> None:
    """Let a family's permanent address show its newest published version; 2 queries, 1 more when that changed."""
    newest = Publication.objects.filter(family=OuterRef("pk"), live=True).order_by("-version").values("pk")[:1]
    family = Family.objects.filter(number=number).annotate(newest=Subquery(newest)).first()
    if family is None or family.newest == family.current_id:
        return
    before = family.current_id
    Family.objects.filter(number=number).update(current=family.newest)
    stale(*Publication.objects.filter(pk__in=[pk for pk in (before, family.newest) if pk]))
