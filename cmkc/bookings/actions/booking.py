"""Booking a place and giving it back; each write holds the offer, so that places go by arrival and to nobody twice."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.bookings import policies
from cmkc.bookings.actions.places import (
    BOOKED,
    CANCELLED,
    BookingRefusedError,
    count,
    give_places,
    promote_waiting,
    show,
    tell,
)
from cmkc.bookings.models import Booking, Offer, State
from cmkc.core import audit


@transaction.atomic
def book(offer: Offer, user: User) -> Booking:
    """Give the member the next place, else a place on the waiting list; again gives the same booking. 6 queries.

    After the cut-off nobody moves up by themselves, and a free place is for whoever books it: somebody new, or
    somebody who waits and books again.
    Raises: BookingRefusedError, `closed` when it has begun or is called off, `full` where nobody may wait, `left` for
    an account that is closed.
    """
    if not _stays(user):
        raise BookingRefusedError("left")
    held = Offer.objects.hold(offer.pk)
    now = timezone.now()  # after the lock: the dates follow the numbers
    mine: Booking | None = held.bookings.live().filter(user=user).first()
    if mine is None:
        return _arrive(held, user, now)
    if mine.state == State.WAITING and held.free and policies.is_open(held, now):
        before = held.availability
        give_places(held, [mine], now)
        show(held, before)
        mine.refresh_from_db()
    return mine


def _stays(user: User) -> bool:
    """Tell whether an account is open, and keep it so until the transaction ends; accounts are held before offers.

    Of booking and leaving at once either the place is given back or it is refused.
    """
    return bool(User.objects.select_for_update(no_key=True).filter(pk=user.pk, is_active=True).values_list("pk"))


def _arrive(held: Offer, user: User, now: datetime) -> Booking:
    """Add somebody at the end of the line. Raises: BookingRefusedError, as `book`."""
    if not policies.is_open(held, now):
        raise BookingRefusedError("closed")
    has_place = held.free > 0
    if not has_place and not held.waiting_list:
        raise BookingRefusedError("full")
    before = held.availability
    count(held, arrivals=1, booked=int(has_place), waiting=int(not has_place))
    booking = Booking.objects.create(
        offer=held,
        user=user,
        state=State.BOOKED if has_place else State.WAITING,
        number=held.arrivals,
        made_at=now,
        changed_at=now,
    )
    show(held, before)
    tell(BOOKED, held, f"{BOOKED}:{booking.pk}", [user.pk])
    return booking


@transaction.atomic
def cancel(booking: Booking, *, by: User, manages: bool = False) -> bool:
    """Give a place back; the first who waits has it at once. Says whether anything changed: again changes nothing.

    `manages` says that `by` looks after these bookings; the member is told when somebody else cancels.
    Raises: BookingRefusedError, `late`, when it is too late for that.
    """
    held = Offer.objects.hold(booking.offer_id)
    now = timezone.now()
    mine = Booking.objects.select_related("offer").get(pk=booking.pk)
    if mine.state == State.CANCELLED:
        return False
    if not policies.may_cancel(by, mine, now, manages=manages):
        raise BookingRefusedError("late")
    take_back(held, mine, by=by, now=now)
    return True


def take_back(held: Offer, mine: Booking, *, by: User, now: datetime) -> None:
    """Cancel a live booking of a held offer and let the next move up; it is recorded and told when it is by others."""
    had_place, before = mine.state == State.BOOKED, held.availability
    Booking.objects.filter(pk=mine.pk).update(
        state=State.CANCELLED, cancelled_at=now, cancelled_by=by, changed_at=now, sequence=F("sequence") + 1
    )
    count(held, booked=-int(had_place), waiting=-int(not had_place))
    if by.pk != mine.user_id:
        audit.record("bookings.booking.cancelled", mine, by=by, data={"offer": held.pk, "user": mine.user_id})
        tell(CANCELLED, held, f"{CANCELLED}:{mine.pk}", [mine.user_id])
    promote_waiting(held, now)
    show(held, before)


@transaction.atomic
def give_place(booking: Booking, *, by: User) -> bool:
    """Give a free place to somebody who waits, by a manager's choice: after the cut-off, or out of order. Recorded.

    Says whether anything changed. Raises: BookingRefusedError, `closed` when it is over, `full` when no place is free.
    """
    held = Offer.objects.hold(booking.offer_id)
    now = timezone.now()
    mine = held.bookings.get(pk=booking.pk)
    if mine.state != State.WAITING:
        return False
    if held.cancelled_at is not None or now >= held.ends:
        raise BookingRefusedError("closed")
    if not held.free:
        raise BookingRefusedError("full")
    before = held.availability
    give_places(held, [mine], now)
    show(held, before)
    audit.record("bookings.booking.promoted", mine, by=by, data={"offer": held.pk, "user": mine.user_id})
    return True


@transaction.atomic
def leave_all(user: User) -> None:
    """Give back all places that are still ahead, for somebody who leaves; 2 queries and as `cancel` for each."""
    _stays(user)
    now = timezone.now()
    ahead = user.bookings.live().filter(offer__starts__gt=now).order_by("offer", "pk")
    for booking in ahead:  # offers in one order, so that two who leave never wait for each other
        cancel(booking, by=user)
