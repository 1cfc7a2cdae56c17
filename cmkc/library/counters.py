"""The sequence that CMKC ids are taken from: never below an id that was given."""

from django.db.models import QuerySet

from cmkc.core.counters import Counter, highest_of, register
from cmkc.library.models import Family, Sequence
from cmkc.library.models.families import PUBLICATIONS


def _publications() -> QuerySet:
    return Sequence.objects.filter(name=PUBLICATIONS)


register(Counter("library.ids", _publications, "last", highest_of(Family.objects.all(), "number"), at_least=True))
