"""The place of an item in the queue: its heaviest reason, and one for each flag."""

from django.db.models import Case, IntegerField, OuterRef, QuerySet, Value, When
from django.db.models.functions import Least

from cmkc.core.counters import Counter, number_of, register
from cmkc.moderation import policies
from cmkc.moderation.models import Flag, ItemState, ReviewItem

WEIGHTS = Case(
    *(When(reason=name, then=Value(10 * weight)) for name, weight in policies.WEIGHTS.items()),
    default=Value(0),
    output_field=IntegerField(),
)
FLAGS = number_of(Flag.objects.filter(kind=OuterRef("kind"), key=OuterRef("key")))


def _waiting() -> QuerySet:
    return ReviewItem.objects.filter(state=ItemState.PENDING)


register(Counter("moderation.priority", _waiting, "priority", WEIGHTS + Least(Value(policies.MOST_FLAGS), FLAGS)))
