"""Moderators, and members whose profiles wait for a decision."""

from cmkc import roles
from cmkc.accounts.models import User
from cmkc.core.moderated import kinds
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.actions.flags import flag
from cmkc.moderation.actions.queue import open_item
from cmkc.moderation.models import HiddenProfile, ReviewItem, Sanction
from tests.accounts.factories import OrganisationFactory, UserFactory


def moderator(**fields):
    return UserFactory(roles=[roles.MODERATOR], **fields)


def profile_of(user):
    """The thing that the desk decides on, as it stands now."""
    return kinds["profile"].find([str(user.pk)], moderator_of_tests())[str(user.pk)]


def moderator_of_tests():
    return User.objects.filter(name="Who looks").first() or moderator(name="Who looks")


def listed(**fields):
    """A member whose name stands on the page of their organisation, where others may flag it."""
    return UserFactory(verified_for=OrganisationFactory(confirmed=True), listed=True, **fields)


def flagged(user=None, *, by=None, reason="spam"):
    """An item in the queue: somebody flagged this member's profile."""
    user = user or UserFactory(affiliation="Tablet Works")
    flag(kinds["profile"], str(user.pk), profile_of(user), by=by or UserFactory(), reason=reason)
    return ReviewItem.objects.get(kind="profile", key=str(user.pk), state="pending")


def many_items(number):
    """As many members, and an item for each; a few queries an item."""
    moderator_of_tests()
    start = User.objects.count()
    people = User.objects.bulk_create(
        User(name=f"Waiting {start + place}", email=f"waiting{start + place}@example.org", affiliation="Works")
        for place in range(number)
    )
    return [open_item("profile", str(one.pk), reasons=["spam"], author=one.pk) for one in people]


def version_of(item):
    kind = kinds[item.kind]
    return kind.version_of(kind.find([item.key], moderator_of_tests())[item.key])


def decided(item=None, action="hide", *, by=None, reason="Because."):
    item = item or flagged()
    return decide(item, Ruling(action, reason), by=by or moderator(), version=version_of(item))


def state_of_the_desk():
    """All that decisions may change, without the log of them."""
    return {
        "people": list(User.objects.order_by("pk").values_list("pk", "name", "affiliation", "is_active")),
        "hidden": list(HiddenProfile.objects.order_by("pk").values_list("pk", "name", "affiliation")),
        "items": list(ReviewItem.objects.order_by("pk").values_list("pk", "state")),
        "in force": list(Sanction.objects.in_force().order_by("pk").values_list("user", "kind", "until")),
    }
