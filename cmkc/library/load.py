"""Many publications, for benchmarks and soak runs: the same rows for the same seed."""

import random
from collections.abc import Sequence as Listed

from django.db import transaction
from django.utils import timezone

from cmkc.core.caching import touch
from cmkc.core.partial_date import PartialDate
from cmkc.core.taxonomy import Subject, SubjectKind
from cmkc.library.actions import listed
from cmkc.library.item_types import ITEM_TYPES
from cmkc.library.models import Access, Creator, Family, Identifier, Publication, ReviewStatus, Sequence
from cmkc.library.models.families import PUBLICATIONS
from search.actions import stale

WORKS = 10_000
"""What `scale` 1 makes."""
BATCH = 1000
LISTED = (
    "current",
    "audience",
    "type",
    "review_status",
    "access",
    "year",
    "technologies",
    "byline",
    "dated",
    "sort_title",
)
KEY = "generated-{:07}"
NAMES = ("Weber", "Ivanova", "Tanaka", "Okafor", "García", "Lindström", "Silva", "Novák", "Rossi", "Nguyen")
WORDS = (
    "continuous", "granulation", "feeder", "residence", "time", "distribution", "control", "tablet", "powder", "mixing",
    "spectroscopy", "model", "printing", "validation", "sampling", "coating", "crystallisation", "reactor", "release",
)  # fmt: skip


def generate(scale: int = 1, seed: int = 0) -> int:
    """Add generated works with creators, identifiers and subjects; give their number.

    Works from a run before stay as they are. A batch of 1,000 is one transaction; about 3 ms a work on SQLite, most
    of it for the search index.
    """
    chance = random.Random(seed)  # noqa: S311  (a seeded generator is wanted, nothing is secret)
    taken = set(Family.objects.filter(key__startswith="generated-").values_list("key", flat=True))
    technologies = list(Subject.objects.filter(kind=SubjectKind.TECHNOLOGY))
    made = [(KEY.format(number), _publication(number, chance)) for number in range(WORKS * scale)]
    fresh = [row for row in made if row[0] not in taken]
    for start in range(0, len(fresh), BATCH):
        _save(fresh[start : start + BATCH], technologies, random.Random(f"{seed} {start}"))  # noqa: S311
    touch("library")
    return len(fresh)


def _publication(number: int, chance: random.Random) -> Publication:
    """Make one published work without its family."""
    words = " ".join(chance.choices(WORDS, k=7))
    return Publication(
        type=chance.choice(list(ITEM_TYPES)),
        title=f"{words.capitalize()} {number}",
        abstract=" ".join(chance.choices(WORDS, k=80)).capitalize() + ".",
        issued=PartialDate(f"{chance.randint(1985, 2026)}-{chance.randint(1, 12):02d}"),
        container_title=f"Journal of {chance.choice(WORDS)}",
        volume=str(chance.randint(1, 90)),
        pages=f"{number}-{number + 9}",
        keywords="; ".join(chance.sample(WORDS, 3)),
        review_status=chance.choice(ReviewStatus.values),
        access=chance.choice([Access.OPEN, Access.LINK]),
        source_title="Generated",
        confidence=chance.choice(["seed", "found", "general"]),
        first_published_at=timezone.now(),
    )


@transaction.atomic
def _save(rows: list[tuple[str, Publication]], technologies: Listed[Subject], chance: random.Random) -> None:
    """Write a batch with all that belongs to it, and let search know."""
    first = Sequence.objects.take(PUBLICATIONS, len(rows))
    Family.objects.bulk_create(Family(number=first + place, key=key) for place, (key, _row) in enumerate(rows))
    for place, (_key, publication) in enumerate(rows):
        publication.family_id = first + place
    saved = Publication.objects.bulk_create(publication for _key, publication in rows)
    Creator.objects.bulk_create(creator for publication in saved for creator in _creators(publication, chance))
    Identifier.objects.bulk_create(
        Identifier(publication=publication, scheme="doi", value=f"10.99999/generated.{publication.family_id}")
        for publication in saved
    )
    about = Publication.subjects.through
    about.objects.bulk_create(
        about(publication_id=publication.pk, subject_id=chance.choice(technologies).pk)
        for publication in saved
        if technologies
    )
    _settle([publication.pk for publication in saved])
    stale(*saved)


def _settle(pks: list[int]) -> None:
    """Let the families show these publications."""
    families = []
    for publication in (
        Publication.objects.filter(pk__in=pks).prefetch_related("subjects", "creators").select_related("family")
    ):
        for name, value in listed(publication).items():
            setattr(publication.family, name, value)
        families.append(publication.family)
    Family.objects.bulk_update(families, LISTED)


def _creators(publication: Publication, chance: random.Random) -> list[Creator]:
    """Make one to six authors."""
    return [
        Creator(publication=publication, family=name, given=f"{chance.choice('ABCDEFGHJKLM')}.", sort_order=place)
        for place, name in enumerate(chance.sample(NAMES, chance.randint(1, 6)))
    ]
