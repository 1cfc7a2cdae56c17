"""The tables of bookings; each is declared in the module of its subject and named here for Django."""

from cmkc.bookings.models.attendance import AttendanceMark, How
from cmkc.bookings.models.feeds import CalendarFeed
from cmkc.bookings.models.places import Booking, Offer, State
from cmkc.bookings.models.reminders import Reminder

__all__ = ["AttendanceMark", "Booking", "CalendarFeed", "How", "Offer", "Reminder", "State"]
