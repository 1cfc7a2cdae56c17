"""Many programs and approvals, for benchmarks and soak runs: the same rows for the same seed."""

import random

from django.db import transaction

from cmkc.core.caching import touch
from cmkc.core.partial_date import PartialDate
from cmkc.core.taxonomy import Subject, SubjectKind
from cmkc.programs.models import Approval, ApprovalEvent, Program, ProgramKind
from search.actions import stale

PROGRAMS, APPROVALS = 500, 2000
"""What `scale` 1 makes."""
REGIONS = ("us", "eu", "gb", "jp", "ca", "ch", "kr", "au", "international")


@transaction.atomic
def generate(scale: int = 1, seed: int = 0) -> int:
    """Add generated programs and approvals; give their number. Rows from a run before stay as they are."""
    chance = random.Random(seed)  # noqa: S311  (a seeded generator is wanted, nothing is secret)
    subjects = [*Subject.objects.filter(kind=SubjectKind.TECHNOLOGY), None]
    programs = [_program(number, chance) for number in range(PROGRAMS * scale)]
    approvals = [_approval(number, chance, subjects) for number in range(APPROVALS * scale)]
    taken = {model: set(model.objects.values_list("slug", flat=True)) for model in (Program, Approval)}
    new_programs = [row for row in programs if row.slug not in taken[Program]]
    new_approvals = [row for row in approvals if row.slug not in taken[Approval]]
    stale(*Program.objects.bulk_create(new_programs, batch_size=500))
    stale(*Approval.objects.bulk_create(new_approvals, batch_size=500))
    touch("programs")
    return len(new_programs) + len(new_approvals)


def _program(number: int, chance: random.Random) -> Program:
    """Make one program."""
    return Program(
        slug=f"generated-{number:06}",
        name=f"Generated program {number}",
        kind=chance.choice(ProgramKind.values),
        region=chance.choice(REGIONS),
        lead="Generated authority",
        offers="Early dialogue, site visits and training, as a generated text about as long as a real one.",
        for_industry=chance.random() < 0.7,  # noqa: PLR2004
        for_academia=chance.random() < 0.4,  # noqa: PLR2004
        source_title="Generated",
        confidence="found",
    )


def _approval(number: int, chance: random.Random, subjects: list[Subject | None]) -> Approval:
    """Make one approval."""
    approval = Approval(
        slug=f"generated-{number:06}",
        event=chance.choice([ApprovalEvent.NEW_PRODUCT, ApprovalEvent.SWITCH]),
        product=f"Generated product {number}",
        substance="generated substance",
        company="Generated company",
        technology="generated",
        subject=chance.choice(subjects),
        jurisdiction=chance.choice(REGIONS[:-1]),
        date=PartialDate(f"{chance.randint(2015, 2026)}-{chance.randint(1, 12):02d}"),
        source_title="Generated",
        confidence="found",
    )
    approval.set_order()
    return approval
