"""Named reads of offers and bookings."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from cmkc.core.keyset import KeysetQuerySet

if TYPE_CHECKING:
    from cmkc.accounts.models import User
    from cmkc.bookings.models import Booking, Offer

LIVE = ("booked", "waiting")
"""The states in which a person takes a place or waits for one."""
FEED_REACHES_BACK = timedelta(days=180)


class OfferQuerySet(KeysetQuerySet):
    """Reads of offers."""

    def of_thing(self, kind: str, key: str) -> Self:
        """Keep the offers of one thing, the next first."""
        return self.filter(kind=kind, key=key).order_by("starts", "pk")

    def upcoming(self, now: datetime) -> Self:
        """Keep what has not ended."""
        return self.filter(ends__gt=now)

    def hold(self, pk: int) -> "Offer":
        """Give an offer that nobody else changes until this transaction ends; 1 query. Raises: Offer.DoesNotExist.

        Every write around places begins here, so that they come one after the other: on PostgreSQL by this row's
        lock, on SQLite since a write transaction is alone from its beginning.
        """
        return cast("Offer", self.select_for_update().get(pk=pk))

    def to_remind(self, now: datetime, lead: timedelta) -> Self:
        """Keep what goes on and begins within `lead`."""
        return self.filter(cancelled_at=None, starts__gt=now, starts__lte=now + lead).order_by("starts", "pk")


class BookingQuerySet(KeysetQuerySet):
    """Reads of bookings."""

    def live(self) -> Self:
        """Keep who has a place or waits for one."""
        return self.filter(state__in=LIVE)

    def booked(self) -> Self:
        """Keep who has a place."""
        return self.filter(state="booked")

    def waiting(self) -> Self:
        """Keep who waits, in order of arrival."""
        return self.filter(state="waiting").order_by("number")

    def in_order(self) -> Self:
        """Sort by arrival."""
        return self.order_by("number")

    def of_user(self, user: "User") -> Self:
        """Keep one member's, with their offers."""
        return self.filter(user=user).select_related("offer")

    def current(self, now: datetime) -> Self:
        """Keep what is still ahead and not given back, the next first."""
        return self.live().filter(offer__ends__gt=now).order_by("offer__starts", "pk")

    def past(self, now: datetime) -> Self:
        """Keep what is over or was given back, the latest first."""
        return self.filter(Q(offer__ends__lte=now) | Q(state="cancelled")).order_by("-offer__starts", "-pk")

    def for_feed(self, now: datetime) -> Self:
        """Keep what a calendar should know: what is ahead, and half a year back; what was cancelled says so."""
        return self.filter(offer__ends__gt=now - FEED_REACHES_BACK).order_by("offer__starts", "pk")

    def ahead_of(self, booking: "Booking") -> int:
        """Count who waits in front of a booking; 1 query over an index."""
        return self.filter(offer=booking.offer_id, state="waiting", number__lt=booking.number).count()

    def with_attendance(self) -> Self:
        """Bring each booking's latest mark as `present`: True, False, or None where nobody has marked it."""
        marks: Any = apps.get_model("bookings", "AttendanceMark")
        latest = marks.objects.filter(booking=OuterRef("pk")).order_by("-pk")
        return self.annotate(present=Subquery(latest.values("present")[:1]))

    def to_remind(self, name: str, starts: datetime, booked_before: datetime) -> Self:
        """Keep those with a place since before a reminder fell due, who did not get it for this beginning."""
        reminded: Any = apps.get_model("bookings", "Reminder")
        had = reminded.objects.filter(booking=OuterRef("pk"), name=name, starts=starts)
        return (
            self.booked()
            .filter(Q(promoted_at=None, made_at__lte=booked_before) | Q(promoted_at__lte=booked_before))
            .filter(~models.Exists(had))
            .in_order()
        )
