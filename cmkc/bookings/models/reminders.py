"""Who was reminded of what."""

from django.db import models
from django.utils import timezone

from cmkc.bookings.models.places import Booking


class Reminder(models.Model):
    """One booking was reminded once of one beginning: a date that moves is a new beginning."""

    booking = models.ForeignKey(Booking, on_delete=models.CASCADE, related_name="reminders")
    name = models.CharField(max_length=10)
    starts = models.DateTimeField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["booking", "name", "starts"], name="reminder_once"),)

    def __str__(self) -> str:
        return f"{self.booking_id} {self.name}"
