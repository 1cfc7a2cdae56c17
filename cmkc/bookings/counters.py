"""The counters of a date: places taken, people waiting, the last number of arrival."""

from django.db.models import OuterRef

from cmkc.bookings.models import Booking, Offer
from cmkc.core.counters import Counter, highest_of, number_of, register

OWN = Booking.objects.filter(offer=OuterRef("pk"))

register(Counter("bookings.booked", Offer.objects.all, "booked", number_of(OWN.filter(state="booked"))))
register(Counter("bookings.waiting", Offer.objects.all, "waiting", number_of(OWN.filter(state="waiting"))))
register(Counter("bookings.arrivals", Offer.objects.all, "arrivals", highest_of(OWN, "number")))
