"""What is offered at one time, and who has a place in it."""

import uuid
from datetime import datetime
from typing import ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.bookings.querysets import LIVE, BookingQuerySet, OfferQuerySet

MOST_PLACES = 10_000


def validate_time_zone(name: str) -> None:
    """Refuse what is no time zone. Raises: ValidationError."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is no time zone; write it like Europe/Berlin."), params={"name": name})


class Offer(models.Model):
    """One date of a thing that can be booked (core.bookable), with its places.

    `sequence` rises with what a calendar must show anew. `arrivals` is the last number given; `booked` and `waiting`
    count the bookings in these states. All three change in the transaction that changes the bookings, which holds
    this row: see `OfferQuerySet.hold`.
    """

    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=200)
    label = models.CharField(_("name of this date"), max_length=120, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    capacity = models.PositiveIntegerField(_("places"))
    waiting_list = models.BooleanField(_("keep a waiting list"), default=True)
    cut_off = models.DateTimeField(_("waiting list moves up until"))
    cancelled_at = models.DateTimeField(null=True, blank=True, editable=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    arrivals = models.PositiveIntegerField(default=0, editable=False)
    booked = models.PositiveIntegerField(default=0, editable=False)
    waiting = models.PositiveIntegerField(default=0, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=F("starts")),
                name="offer_ends_after_start",
                violation_error_message=_("It must end after it begins."),
            ),
            models.CheckConstraint(
                condition=Q(cut_off__lte=F("starts")),
                name="offer_cut_off_before_start",
                violation_error_message=_("The waiting list can't move up after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__lte=MOST_PLACES),
                name="offer_most_places",
                violation_error_message=_("There can be 10,000 places at most."),
            ),
        )
        indexes: ClassVar[list] = [
            models.Index(fields=["kind", "key", "starts"], name="offer_of_thing"),
            models.Index(fields=["starts"], condition=Q(cancelled_at=None), name="offer_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} {self.starts:%Y-%m-%d %H:%M}"

    @property
    def free(self) -> int:
        """How many places nobody has; 0 too where fewer are offered now than were given away before."""
        return max(0, self.capacity - self.booked)

    @property
    def over(self) -> int:
        """How many have a place beyond what is offered now."""
        return max(0, self.booked - self.capacity)

    @property
    def availability(self) -> str:
        """What a public page says of the places: cancelled, free, waiting-list or full."""
        if self.cancelled_at is not None:
            return "cancelled"
        if self.free:
            return "free"
        return "waiting-list" if self.waiting_list else "full"

    @property
    def local_starts(self) -> datetime:
        """The beginning on the clocks of the place."""
        return self.starts.astimezone(ZoneInfo(self.time_zone))

    @property
    def local_ends(self) -> datetime:
        """The end on the clocks of the place."""
        return self.ends.astimezone(ZoneInfo(self.time_zone))


class State(models.TextChoices):
    """Where a booking stands."""

    BOOKED = "booked", _("booked")
    WAITING = "waiting", _("on the waiting list")
    CANCELLED = "cancelled", _("cancelled")


class Booking(models.Model):
    """One person's booking of one date; whoever cancels and books again arrives anew, behind all others.

    `number` counts the arrivals of its offer without gaps. The offer's sequence and this one's together are the
    SEQUENCE of its calendar entry.
    """

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="bookings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bookings")
    state = models.CharField(max_length=9, choices=State.choices)
    number = models.PositiveIntegerField()
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    promoted_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["offer", "user"], condition=Q(state__in=LIVE), name="booking_one_live"),
            models.UniqueConstraint(fields=["offer", "number"], name="booking_number_once"),
            models.CheckConstraint(
                condition=Q(state=State.CANCELLED) ^ Q(cancelled_at=None), name="booking_cancelled_has_date"
            ),
        )
        indexes: ClassVar[list] = [
            models.Index(fields=["offer", "number"], condition=Q(state=State.WAITING), name="booking_waiting"),
            models.Index(fields=["user", "-id"], name="booking_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_id} no. {self.number}"

    def get_own_url(self) -> str:
        """Give the address of the page that its owner sees; it is no public page."""
        return reverse("bookings:booking", kwargs={"pk": self.pk})
