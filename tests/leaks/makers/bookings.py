"""A kind of thing that is booked, registered for the tests alone: for every audience, and drafts that are not there."""

from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.bookings.models import Booking, Offer
from cmkc.core import audiences
from cmkc.core.bookable import Bookable, BookableKind
from tests.accounts.factories import UserFactory
from tests.bookings.factories import OfferFactory
from tests.leaks.world import Made, World, maker

KIND = "leak-workshop"
things: dict[str, Bookable] = {}
OWN = ("booking", "cancel", "code", "calendar")
managers: dict[str, int] = {}


def _find(keys):
    return {key: things[key] for key in keys if key in things}


KIND_OF_TESTS = BookableKind(KIND, "workshop", _find, lambda user, key: managers.get(key) == user.pk)


def _booked(offer: Offer, user: User, number: int) -> Booking:
    """Give somebody a place, whether or not they may see the thing now: it may have been open when they booked."""
    now = timezone.now()
    return Booking.objects.create(
        offer=offer, user=user, state="booked", number=number, made_at=now, changed_at=now
    )  # fmt: skip


def _offer(world: World, state: str, audience: str) -> None:
    key = f"workshop-{len(things)}"
    things[key] = Bookable(KIND, key, world.title("booking", state), f"/workshops/{key}/", audience)
    offer = OfferFactory(kind=KIND, key=key, capacity=99)
    at = {"pk": offer.pk}
    names = ("book", "manage", "change", "call_off", "attendance", "attendance_list", "check_in")
    pages = [(f"bookings:{name}", at) for name in names]
    for number, person in enumerate(world.people.values(), start=1):
        _booked(offer, person, number)
    if state == "for its author":
        managers[key] = world.people["author"].pk
    named = "person who booked" if state == "for its author" else "person who booked elsewhere"
    stranger = UserFactory(name=world.title("profile", named))
    last = _booked(offer, stranger, number + 1)
    pages += [(f"bookings:{name}", at | {"booking": last.pk}) for name in ("cancel_for", "give_place")]
    pages += [(f"bookings:{name}", {"pk": last.pk}) for name in OWN]
    Offer.objects.filter(pk=offer.pk).update(booked=number + 1, arrivals=number + 1)
    world.thing("booking", state, *pages, reference=("booking-offer", str(offer.pk)))


@maker("bookable:leak-workshop", "notices:booking-offer")
def workshops(world: World) -> Made:
    """Make a date for each audience; the author looks after their own."""
    things.clear()
    managers.clear()
    for state, audience in {
        "public": audiences.PUBLIC,
        "for members": audiences.MEMBERS,
        "for a group": audiences.group(world.circle.pk),
        "for its author": audiences.user(world.people["author"].pk),
    }.items():
        _offer(world, state, audience)
    yield
