"""The bookings app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BookingsConfig(AppConfig):
    """Names the app."""

    name = "cmkc.bookings"
    label = "bookings"
    verbose_name = _("Bookings")
