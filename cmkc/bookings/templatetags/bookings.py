"""What other apps put on their pages."""

from typing import Any

from django import template
from django.utils import timezone

from cmkc.bookings.models import Offer

register = template.Library()
DATES = 12


@register.inclusion_tag("bookings/_box.html")
def booking_box(kind: str, key: str) -> dict[str, Any]:
    """List the dates of a thing that are still ahead, each with a link to its form; 1 query.

    It is the same for every reader and holds no form: the page may be kept, with "bookings" among its areas.
    """
    now = timezone.now()
    return {"offers": Offer.objects.of_thing(kind, key).filter(starts__gt=now)[:DATES]}
