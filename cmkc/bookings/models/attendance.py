"""Who was there."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.bookings.models.places import Booking
from cmkc.core.append_only import append_only


class How(models.TextChoices):
    """How somebody's attendance was taken."""

    LIST = "list", _("from the list")
    CODE = "code", _("by code at the door")


@append_only()
class AttendanceMark(models.Model):
    """Somebody was, or was not, there. A correction is another mark: the latest counts, and none is ever changed."""

    booking = models.ForeignKey(Booking, on_delete=models.PROTECT, related_name="marks")
    present = models.BooleanField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    how = models.CharField(max_length=4, choices=How.choices)

    class Meta:
        indexes: ClassVar[list] = [models.Index(fields=["booking", "-id"], name="attendance_latest")]

    def __str__(self) -> str:
        return f"{self.booking_id} {'present' if self.present else 'absent'}"
