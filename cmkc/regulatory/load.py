"""Many statements with a long history, for benchmarks and soak runs: the same rows for the same seed."""

import datetime
import random
from collections.abc import Iterator

from django.db import transaction

from cmkc.core.caching import touch
from cmkc.core.partial_date import PartialDate
from cmkc.regulatory.models import Evidence, Jurisdiction, SearchRecord, Statement, Topic, TopicGroup
from cmkc.regulatory.vocabulary import Basis, EvidenceKind, Reason, State
from search.actions import stale

JURISDICTIONS, TOPICS, YEARS = 30, 20, 10
"""What `scale` 1 makes: 30 jurisdictions × 20 topics × 10 years, 6,000 statements; `scale` 10 makes 60,000."""
TOPICS_A_GROUP = 20
BATCH = 2000
FIRST_YEAR = 2015


@transaction.atomic
def generate(scale: int = 1, seed: int = 0) -> int:
    """Add generated jurisdictions, topics and statements with their history; give the number of statements.

    Each cell of the generated table has one row a year: every row but the last was replaced a year later, by a
    correction or because the law changed. Costs about 40 µs a row on PostgreSQL and SQLite alike, without the index.
    """
    chance = random.Random(seed)  # noqa: S311  (a seeded generator is wanted, nothing is secret)
    places, questions = _places(), _questions(scale)
    touch("regulatory")
    count = 0
    batch: list[Statement] = []
    for row in _history(places, questions, chance):
        batch.append(row)
        if len(batch) == BATCH:
            count += _save(batch)
            batch = []
    return count + _save(batch)


def _places() -> list[Jurisdiction]:
    """Make the columns, or find them from a run before."""
    codes = [f"x{number:02}" for number in range(JURISDICTIONS)]
    Jurisdiction.objects.bulk_create(
        [
            Jurisdiction(
                code=code, name=f"Generated {code}", region="Generated", kind="state", order=500, confidence="found",
                source_title="Generated",
            )
            for code in codes
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    return list(Jurisdiction.objects.filter(code__in=codes).order_by("code"))


def _questions(scale: int) -> list[Topic]:
    """Make the rows of the table with their groups, or find them from a run before."""
    slugs = [f"generated-{number:04}" for number in range(TOPICS * scale)]
    groups = [f"generated-{number:03}" for number in range(-(-len(slugs) // TOPICS_A_GROUP))]
    TopicGroup.objects.bulk_create(
        [TopicGroup(slug=slug, title=slug.capitalize(), order=500) for slug in groups], ignore_conflicts=True
    )
    by_slug = {group.slug: group for group in TopicGroup.objects.filter(slug__in=groups)}
    Topic.objects.bulk_create(
        [
            Topic(
                slug=slug, title=slug.capitalize(), group=by_slug[groups[place // TOPICS_A_GROUP]], order=place,
                question=f"What holds on {slug}?", definition="Generated.", confidence="found", source_title="Made",
            )
            for place, slug in enumerate(slugs)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    questions = list(Topic.objects.filter(slug__in=slugs).order_by("slug"))
    stale(*questions)
    return questions


def _history(places: list[Jurisdiction], questions: list[Topic], chance: random.Random) -> Iterator[Statement]:
    """Make the rows of every cell that has none yet, in the order of their recording."""
    taken = set(Statement.objects.filter(jurisdiction__in=places).values_list("jurisdiction_id", "topic_id").distinct())
    for question in questions:
        for place in places:
            basis = chance.choice(Basis.values)
            for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
                basis = chance.choice(Basis.values) if chance.random() < 0.3 else basis  # noqa: PLR2004
                row = _row(place, question, basis, year)
                if (place.pk, question.pk) not in taken:
                    yield row


def _row(place: Jurisdiction, question: Topic, basis: str, year: int) -> Statement:
    """Make one year's row of a cell, closed a year later unless it is the last."""
    recorded = datetime.datetime(year, 6, 30, 12, tzinfo=datetime.UTC)
    last = year == FIRST_YEAR + YEARS - 1
    return Statement(
        jurisdiction=place,
        topic=question,
        basis=basis,
        summary=f"Generated text of {year} on {question.slug} in {place.code}, long enough to read like a statement.",
        valid_from=PartialDate(str(year)),
        recorded_from=recorded,
        recorded_to=None if last else recorded.replace(year=year + 1),
        state=State.PUBLISHED,
        reason=Reason.FIRST if year == FIRST_YEAR else Reason.CORRECTED,
        looked_up_on=recorded.date(),
        shipped_confidence="found",
    )


def _save(rows: list[Statement]) -> int:
    """Write a batch with what it rests on, and let search know of the rows that stand."""
    saved = Statement.objects.bulk_create(rows)
    pages = [row for row in saved if row.basis != Basis.NONE_FOUND]
    Evidence.objects.bulk_create(
        Evidence(
            statement=row, kind=EvidenceKind.PAGE, title=f"Generated source of {row.looked_up_on}", body="Generated",
            year=row.recorded_from.year, url="https://example.org/",
        )
        for row in pages
    )  # fmt: skip
    SearchRecord.objects.bulk_create(
        SearchRecord(statement=row, what="Generated", searched_on=row.recorded_from.date(), searched_by="generator")
        for row in saved
        if row.basis == Basis.NONE_FOUND
    )
    stale(*(row for row in saved if row.recorded_to is None))
    return len(saved)
