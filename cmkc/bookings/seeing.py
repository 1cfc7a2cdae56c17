"""What things are called for whom: a title is shown only to a reader whom its thing is for."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from cmkc.accounts.models import User
from cmkc.core import audiences
from cmkc.core.audiences import MEMBERS, PUBLIC
from cmkc.core.bookable import Bookable, find_all

if TYPE_CHECKING:
    from cmkc.bookings.models import Offer


def thing_of(offer: "Offer") -> Bookable | None:
    """Give what an offer is a date of, or None when it is not there any more; 1 query."""
    return find_all([(offer.kind, offer.key)]).get((offer.kind, offer.key))


def titles_of(readers: Collection[User], offers: "Iterable[Offer]") -> dict[tuple[int, int], str]:
    """Give the titles of offers by reader's and offer's pk: 1 query for each kind, and 1 where one is for a group.

    Whoever may no longer see a thing keeps the date without its name.
    """
    wanted = list(offers)
    things = find_all((offer.kind, offer.key) for offer in wanted)
    allowed = _allowed({thing.audience for thing in things.values()}, readers)
    found = {}
    for reader in readers:
        for offer in wanted:
            thing = things.get((offer.kind, offer.key))
            seen = thing is not None and (thing.audience, reader.pk) in allowed
            found[reader.pk, offer.pk] = thing.title if thing is not None and seen else nameless()
    return found


def _allowed(wanted: set[str], readers: Collection[User]) -> set[tuple[str, int]]:
    """Pair audiences with the readers who belong to them; `audiences.principals_of`, for many at once."""
    active = [reader.pk for reader in readers if reader.is_active]
    open_to_all = {(audience, pk) for audience in wanted & {PUBLIC, MEMBERS} for pk in active}
    own = {(audiences.user(pk), pk) for pk in active}
    if not any(audience.startswith(audiences.group(0)[:-1]) for audience in wanted):
        return open_to_all | own
    rows = User.groups.through.objects.filter(user__in=active).values_list("group", "user")
    return open_to_all | own | {(audiences.group(group), user) for group, user in rows}


def nameless() -> str:
    """Give the words for a date whose thing the reader may not see."""
    return _("a date that is no longer shown to you")
