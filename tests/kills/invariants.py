"""What must hold when all is quiet again: acknowledged writes once, nothing half done, every effect once."""

import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from cmkc.accounts.models import User
from cmkc.bookings.models import Booking, Offer
from cmkc.core import audit
from cmkc.core.models import AuditEvent
from cmkc.glossary.models import TermProposal
from cmkc.moderation.models import Decision, Flag, HiddenProfile, ReviewClaim, ReviewItem
from cmkc.notices.models import Delivery, Follow, Notice
from tests.bookings.factories import assert_in_order
from tests.kills.people import People

MOST_SECONDS = 120.0
DONE = {"SUCCESSFUL", "FAILED"}


def settle() -> float:
    """Wait until no task and no mail waits; gives the seconds. Raises: AssertionError when it takes too long."""
    began = time.monotonic()
    while waiting := _waiting():
        assert time.monotonic() - began < MOST_SECONDS, f"still waiting: {waiting}"
        time.sleep(0.2)
    return time.monotonic() - began


def _waiting() -> dict[str, int]:
    found = {
        "tasks": DBTaskResult.objects.exclude(status__in=DONE).count(),
        "mails": Delivery.objects.filter(state="waiting").count(),
        "notices": Notice.objects.filter(pace="at-once", delivery=None).count(),
    }
    return {name: number for name, number in found.items() if number}


def assert_nothing_lost_or_doubled(people: People) -> None:
    """Compare what was acknowledged with what stands, kind by kind; what was not may stand once or not at all."""
    stands = {
        "flag": [f"{by}:{key}" for by, key in Flag.objects.values_list("by", "key")],
        "propose": list(TermProposal.objects.values_list("name", flat=True)),
        "follow": [f"{user}:{key}" for user, key in Follow.objects.values_list("user", "key")],
        "book": [f"{user}:{offer}" for user, offer in Booking.objects.live().values_list("user", "offer")],
        "decide": [str(item) for item in Decision.objects.values_list("item", flat=True)],
    }
    for kind, found in stands.items():
        written, counted = people.written[kind], Counter(found)
        assert max(counted.values(), default=0) <= 1, f"{kind} twice: {counted.most_common(3)}"
        assert set(written.acknowledged) <= set(found), f"{kind} lost: {set(written.acknowledged) - set(found)}"
        assert set(found) <= set(written.tried), f"{kind} from nowhere: {set(found) - set(written.tried)}"
    _assert_profiles(people)


def _assert_profiles(people: People) -> None:
    """The affiliation of each is the last that was acknowledged, or one that was tried after it."""
    written = people.written["edit"]
    for pk, now in User.objects.filter(pk__in=people.members).values_list("pk", "affiliation"):
        own = [name.partition(":")[2] for name in written.tried if name.startswith(f"{pk}:")]
        sure = [place for place, name in enumerate(own) if f"{pk}:{name}" in written.acknowledged]
        assert now in (own[sure[-1] :] if sure else ["", *own]), f"profile {pk} stands at {now!r}"


def assert_nothing_half_done() -> None:
    """Each write has all that belongs to it, in its own transaction or by its task, and once."""
    for verb, model in (("moderation.flagged", Flag), ("glossary.proposed", TermProposal)):
        assert AuditEvent.objects.filter(verb=verb).count() == model.objects.count(), verb
    things = {(kind, key) for kind, key in Flag.objects.values_list("kind", "key")}
    things |= {("term-proposal", str(pk)) for pk in TermProposal.objects.values_list("pk", flat=True)}
    assert Counter(ReviewItem.objects.values_list("kind", "key")) == Counter(things)
    decided = set(Decision.objects.values_list("item", flat=True))
    assert set(ReviewItem.objects.filter(state="closed").values_list("pk", flat=True)) == decided
    hidden = Decision.objects.filter(kind="profile", action="hide").values_list("key", flat=True)
    assert sorted(HiddenProfile.objects.values_list("user", flat=True)) == sorted(map(int, hidden))
    declined = TermProposal.objects.filter(state="declined").count()
    assert declined == Decision.objects.filter(kind="term-proposal").count()
    call_command("counters", "check")
    for offer in Offer.objects.all():
        assert_in_order(offer)
    open_claims = ReviewClaim.objects.filter(ended_at=None, item__state="closed")
    assert not open_claims.exists(), "a claim is open on what is decided"
    last = timezone.now() + timedelta(minutes=15)
    assert not ReviewClaim.objects.filter(ended_at=None, expires_at__gt=last).exists()


def assert_effects_once() -> None:
    """Every decision and booking told its person once; no task failed; the audit log is whole."""
    told = Counter(Notice.objects.values_list("event__about_kind", "event__about_key", "reader"))
    decisions = Decision.objects.values_list("pk", "about")
    bookings = Booking.objects.values_list("offer", "user")
    wanted = Counter(("moderation.decision", str(pk), about) for pk, about in decisions)
    wanted += Counter(("booking-offer", str(offer), user) for offer, user in bookings)
    assert told == wanted, f"not told: {wanted - told}; too often: {told - wanted}"
    assert not DBTaskResult.objects.filter(status="FAILED").exists()
    audit.seal()
    call_command("audit", "verify")
    assert set(Delivery.objects.values_list("state", flat=True)) <= {"sent"}


def mails_by_delivery(folder: Path) -> Counter[str]:
    """Count the mails that went out, by their Message-ID, which is the same for the same mail."""
    said = (path.read_text(encoding="utf-8") for path in folder.glob("*.log"))
    return Counter(line for text in said for line in text.splitlines() if line.lower().startswith("message-id:"))
