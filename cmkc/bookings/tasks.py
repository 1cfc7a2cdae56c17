"""What bookings does by the clock."""

from cmkc.bookings.actions import reminding
from cmkc.core.schedule import every


@every("bookings.remind", seconds=60, when=reminding.is_due)
def remind() -> None:
    """Remind those whose date comes near."""
    reminding.remind()
