"""Many terms, for benchmarks and soak runs: the same rows for the same seed."""

import random

from django.db import transaction

from cmkc.core.caching import touch
from cmkc.glossary.models import Category, GlossarySynonym, Term
from search.actions import stale

TERMS = 1000
"""What `scale` 1 makes."""
BATCH = 1000
FIRST = ("mass", "powder", "blend", "tablet", "feed", "granule", "spectral", "batch", "coating", "solvent", "residual")
SECOND = ("flow", "window", "transfer", "hold-up", "sensor", "balance", "profile", "segregation", "limit", "variance")


@transaction.atomic
def generate(scale: int = 1, seed: int = 0) -> int:
    """Add generated terms with a synonym each; give their number. Terms from a run before stay as they are."""
    chance = random.Random(seed)  # noqa: S311  (a seeded generator is wanted, nothing is secret)
    taken = set(Term.objects.filter(slug__startswith="generated-").values_list("slug", flat=True))
    rows = [term for number in range(TERMS * scale) if (term := _term(number, chance)).slug not in taken]
    for start in range(0, len(rows), BATCH):
        saved = Term.objects.bulk_create(rows[start : start + BATCH])
        GlossarySynonym.objects.bulk_create(GlossarySynonym(term=term, text=f"{term.term} (variant)") for term in saved)
        stale(*saved)
    touch("glossary")
    return len(rows)


def _term(number: int, chance: random.Random) -> Term:
    """Make one term."""
    name = f"{chance.choice(FIRST)} {chance.choice(SECOND)} {number}".capitalize()
    term = Term(
        slug=f"generated-{number:06}",
        term=name,
        category=chance.choice(Category.values),
        definition=f"Generated definition of {name.lower()}, about as long as a sentence of the real glossary.",
        source_title="Generated",
        confidence="found",
    )
    term.set_order()
    return term
