"""What notices forgets: what was told long ago."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cmkc.notices.models import Delivery, DeliveryState, Event, Notice

KEPT = timedelta(days=400)
"""A year and a month; a notice read or not, its thing is still there to be found."""
CHUNK = 5000


def forget_old() -> int:
    """Delete events, notices and ended mails older than KEPT, a chunk a transaction; gives how many notices."""
    before = timezone.now() - KEPT
    gone = 0
    while keys := list(
        Notice.objects.filter(created_at__lt=before).order_by("pk").values_list("pk", flat=True)[:CHUNK]
    ):
        Notice.objects.filter(pk__in=keys).delete()
        gone += len(keys)
    ended = Delivery.objects.exclude(state=DeliveryState.WAITING).filter(ended_at__lt=before)
    ended.filter(~Exists(Notice.objects.filter(delivery=OuterRef("pk")))).delete()
    Event.objects.filter(~Exists(Notice.objects.filter(event=OuterRef("pk"))), at__lt=before).delete()
    return gone
