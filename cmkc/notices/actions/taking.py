"""Taking mails in hand, so that no two workers send the same, and writing down what became of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CharField, DateTimeField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.core.notices import AT_ONCE, DAILY, WEEKLY
from cmkc.notices.inserting import insert_from
from cmkc.notices.models import Delivery, DeliveryState, Notice
from cmkc.notices.periods import Period, latest

BATCH = 500
LEASE = timedelta(seconds=60)
"""How long a mail stays with a worker that gives no sign of life."""
MOST_ATTEMPTS = 6


@dataclass(frozen=True)
class Digest:
    """A digest that is due for the readers of one time zone."""

    pace: str
    zone: str
    period: Period


def take_waiting(claim: str) -> int:
    """Take mails that were made before: given back, or left by a worker that is gone. 1 query when there are none."""
    now = timezone.now()
    free = Delivery.objects.free(now)
    if not free.exists():
        return 0
    with transaction.atomic():
        keys = list(free.select_for_update(skip_locked=True).order_by("pk").values_list("pk", flat=True)[:BATCH])
        return Delivery.objects.filter(pk__in=keys).update(claim=claim, claimed_until=now + LEASE)


def take_at_once(claim: str) -> int:
    """Make and take the mails of notices that go out at once: 1 query when there are none, else 4."""
    waiting = Notice.objects.to_mail(AT_ONCE)
    if not waiting.exists():
        return 0
    period = Concat(Value("event-"), Cast("event_id", CharField()), output_field=CharField())
    with transaction.atomic():
        rows = waiting.select_for_update(skip_locked=True).order_by("created_at")
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        if not keys:  # another worker was faster
            return 0
        notices = Notice.objects.filter(pk__in=keys)
        insert_from(Delivery, notices, _columns(F("reader_id"), AT_ONCE, period, claim))
        _attach(notices.annotate(mail_period=period), claim, period=OuterRef("mail_period"))
        return len(keys)


def digests_due(now: datetime) -> Iterator[Digest]:
    """Name what may be due, by pace and time zone; 2 queries."""
    for pace in (DAILY, WEEKLY):
        zones = Notice.objects.to_mail(pace).values_list("reader__time_zone", flat=True).distinct().order_by()
        for zone in list(zones):
            yield Digest(pace, zone, latest(pace, zone, now))


def take_digests(digest: Digest, claim: str) -> int:
    """Make and take a batch of digests: 3 queries, whatever the number of readers.

    A reader whose digest of this period was made before gets no other: what came after waits for the next one.
    """
    due = Notice.objects.to_mail(digest.pace).filter(created_at__lte=digest.period.due_at)
    made = Delivery.objects.filter(pace=digest.pace, period=digest.period.name)
    with transaction.atomic():
        readers = User.objects.filter(pk__in=due.values("reader"), time_zone=digest.zone).exclude(
            pk__in=made.values("reader")
        )
        readers = readers.order_by("pk")[:BATCH]
        taken = insert_from(Delivery, readers, _columns(F("pk"), digest.pace, Value(digest.period.name), claim))
        if taken:
            mine = Delivery.objects.filter(claim=claim).values("reader")
            _attach(due.filter(reader__in=mine), claim, period=Value(digest.period.name))
        return taken


def _columns(reader: F, pace: str, period: object, claim: str) -> dict[str, object]:
    """Give what a new mail holds, already taken."""
    now = timezone.now()
    return {
        "reader": reader,
        "pace": Value(pace),
        "period": period,
        "state": Value(DeliveryState.WAITING.value),
        "attempts": Value(0),
        "claim": Value(claim),
        "claimed_until": Value(now + LEASE, output_field=DateTimeField()),
        "not_before": Value(now, output_field=DateTimeField()),
    }


def _attach(notices: QuerySet, claim: str, *, period: object) -> None:
    """Say of each notice which mail it went into, of those that this claim has just made."""
    mail = Delivery.objects.filter(claim=claim, reader=OuterRef("reader"), pace=OuterRef("pace"), period=period)
    notices.update(delivery=Subquery(mail.values("pk")[:1]))


def keep(claim: str) -> bool:
    """Hold what is in hand for another lease; False when it was taken from us."""
    in_hand = Delivery.objects.filter(claim=claim, state=DeliveryState.WAITING)
    return bool(in_hand.update(claimed_until=timezone.now() + LEASE))


def end(deliveries: Collection[int], state: DeliveryState) -> None:
    """Write down that mails were sent, withheld or refused; 1 query, none for no mail."""
    if deliveries:
        waiting = Delivery.objects.filter(pk__in=deliveries, state=DeliveryState.WAITING)
        waiting.update(state=state, ended_at=timezone.now(), claim="", claimed_until=None)


def try_again(delivery: Delivery) -> None:
    """Put a mail off for a while, each time longer; after MOST_ATTEMPTS it has failed."""
    if delivery.attempts + 1 >= MOST_ATTEMPTS:
        end([delivery.pk], DeliveryState.FAILED)
        return
    wait = timedelta(minutes=4**delivery.attempts)
    Delivery.objects.filter(pk=delivery.pk).update(
        attempts=F("attempts") + 1, not_before=timezone.now() + wait, claim="", claimed_until=None
    )


def give_back(claim: str) -> None:
    """Let others have what is still in hand; 1 query."""
    Delivery.objects.filter(claim=claim, state=DeliveryState.WAITING).update(claim="", claimed_until=None)


def settle_for(worker: str, sent: Collection[int]) -> None:
    """Do for a dead worker what it could not: mark what it sent, and free what it had in hand.

    Only what it still had in hand counts: its file may be older than a database that was restored.
    """
    in_hand = Delivery.objects.filter(claim__startswith=worker, state=DeliveryState.WAITING)
    with transaction.atomic():
        end(list(in_hand.filter(pk__in=sent).values_list("pk", flat=True)), DeliveryState.SENT)
        in_hand.update(claim="", claimed_until=None)
