"""Writes of the library."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from cmkc.core.taxonomy import Subject
from cmkc.library.listing import byline
from cmkc.library.models import Creator, Family, Identifier, Publication
from cmkc.library.models.families import BYLINE_LENGTH, SORT_TITLE_LENGTH, new_family
from cmkc.library.technologies import mask_of
from search.actions import gathering, stale

ARTICLES = ("a ", "an ", "the ")
"""Words at the beginning of a title that a list of titles passes over."""
OPENING = "\"'([\u2018\u201c\u00ab"
"""Marks at the beginning of a title that the list passes over too."""


@dataclass(frozen=True)
class Parts:
    """What belongs to a publication beside its own columns."""

    creators: list[dict[str, str]] = field(default_factory=list)
    identifiers: dict[str, str] = field(default_factory=dict)
    subjects: Iterable[str] = ()


@transaction.atomic
def set_publication(key: str, fields: dict[str, Any], parts: Parts) -> Publication:
    """Make or change the first version of the work of this content id, published. Raises: ValidationError."""
    family = Family.objects.filter(key=key).first() or new_family(key)
    publication = family.versions.filter(version=1).first() or Publication(family=family)
    for name, value in fields.items():
        setattr(publication, name, value)
    publication.creators.set([Creator(**creator, sort_order=place) for place, creator in enumerate(parts.creators)])
    publication.identifiers.set([Identifier(scheme=scheme, value=value) for scheme, value in parts.identifiers.items()])
    publication.subjects = list(Subject.objects.filter(slug__in=list(parts.subjects)))
    rows: list[Creator | Identifier] = [*publication.creators.all(), *publication.identifiers.all()]
    for row in rows:
        row.clean_fields(exclude=["publication"])
        row.clean()
    publication.first_published_at = publication.first_published_at or timezone.now()
    publication.last_published_at = timezone.now()
    publication.full_clean()
    with gathering():
        publication.save()
        settle_family(publication.family_id)  # again: the subjects are written after the publication's own row
        stale(publication)  # so are the creators
    return publication


@transaction.atomic
def settle_family(number: int) -> None:
    """Let a family show its newest published version, in the list and at its address; 3 queries, 4 for a change."""
    newest = Publication.objects.filter(family=number, live=True).order_by("-version").first()
    family = Family.objects.filter(number=number).first()
    shown = listed(newest)
    if family is None or all(getattr(family, name) == value for name, value in shown.items()):
        return
    before = family.current_id
    Family.objects.filter(number=number).update(**shown)
    if before != shown["current_id"]:
        stale(*Publication.objects.filter(pk__in=[pk for pk in (before, shown["current_id"]) if pk]))


def listed(publication: Publication | None) -> dict[str, Any]:
    """Give the columns by which a work is listed and counted; those of nothing are seen by nobody. 2 queries."""
    if publication is None:
        return {"current_id": None, "audience": ""}
    dated = str(publication.issued or "")
    return {
        "current_id": publication.pk,
        "audience": publication.audience,
        "type": publication.type,
        "review_status": publication.review_status,
        "access": publication.access,
        "year": publication.year,
        "technologies": mask_of(subject.slug for subject in publication.subjects.all()),
        "byline": byline(publication)[:BYLINE_LENGTH],
        "dated": dated,
        "sort_title": sort_title(publication.title),
    }


def sort_title(title: str) -> str:
    """Give the text by which a list of titles is sorted: small letters, without quotes and a leading article."""
    text = title.casefold().strip()
    for article in ARTICLES:
        text = text.removeprefix(article)
    return text.lstrip(OPENING)[:SORT_TITLE_LENGTH]
