"""The smallest true offer, bookings made by the action itself, and a check of what must always hold."""

from datetime import timedelta

from django.utils import timezone
from factory import LazyAttribute, LazyFunction
from factory.django import DjangoModelFactory

from cmkc.accounts.models import User
from cmkc.bookings.actions.booking import book
from cmkc.bookings.models import Booking, Offer
from cmkc.core.counters import wrong
from tests.accounts.factories import UserFactory
from tests.bookings.things import KIND


class OfferFactory(DjangoModelFactory):
    """A date in ten days with two places; `starts=` moves its end and its cut-off along."""

    class Meta:
        model = Offer

    kind, key = KIND, "granulation"
    starts = LazyFunction(lambda: timezone.now().replace(second=0, microsecond=0) + timedelta(days=10))
    ends = LazyAttribute(lambda made: made.starts + timedelta(hours=2))
    cut_off = LazyAttribute(lambda made: made.starts - timedelta(days=1))
    capacity = 2


def booked_by(offer, number):
    """Let so many new members book, one after the other."""
    return [book(offer, UserFactory()) for _ in range(number)]


def crowd(number):
    """Make this many members at once."""
    made = User.objects.bulk_create(
        User(email=f"crowd-{at}@example.org", name=f"Crowd {at}", password="!") for at in range(number)
    )
    return list(made)


def states(offer):
    """The states of an offer's bookings, by arrival, as one letter each: b, w, c."""
    return "".join(state[0] for state in offer.bookings.in_order().values_list("state", flat=True))


def assert_in_order(offer):
    """No gap in the numbers, nobody twice, places in order of arrival, counters right."""
    offer = Offer.objects.get(pk=offer.pk)
    rows = list(Booking.objects.filter(offer=offer).in_order())
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert [row.made_at for row in rows] == sorted(row.made_at for row in rows)
    live = [row.user_id for row in rows if row.state != "cancelled"]
    assert len(live) == len(set(live))
    assert wrong("bookings.") == []
    assert not (offer.free and offer.waiting), "a place is free and somebody waits"
