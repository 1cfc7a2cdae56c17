"""The desk's queue for apps below, and profiles at the desk: the name and affiliation that a member shows to others."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.models import User
from cmkc.core.moderated import ModeratedKind, Preview, Queue, queues, register
from cmkc.moderation import policies
from cmkc.moderation.actions.profiles import Profile, hide, restore
from cmkc.moderation.actions.queue import open_item, take_out
from cmkc.moderation.models import HiddenProfile

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

KIND = "profile"
LONGEST_NUMBER = 18


def _find(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, Profile]:
    """Find the profiles that a member may see, by pk: their own, and those that an organisation's page lists.

    Moderators find all. 2 queries, none for visitors.
    """
    if not reader.is_authenticated:
        return {}
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER]
    people = User.objects.filter(pk__in=wanted, erased_at=None).select_related("organisation")
    if not policies.may_moderate(reader):
        shown = User.objects.verified_today().listed().filter(is_active=True, organisation__confirmed=True)
        people = people.filter(Q(pk=reader.pk) | Q(pk__in=shown.order_by().values("pk")))
    kept = HiddenProfile.objects.in_bulk([person.pk for person in people])
    return {str(person.pk): Profile(person, kept.get(person.pk)) for person in people}


def _preview(profile: Profile) -> Preview:
    return Preview("moderation/_profile.html", {"person": profile.user, "kept": profile.kept})


def _url(profile: Profile) -> str:
    organisation = profile.user.organisation
    return organisation.get_absolute_url() if organisation and organisation.confirmed else ""


queues.register("moderation", Queue(open_item, take_out))
register(
    ModeratedKind(
        kind=KIND,
        label=_("Profile"),
        find=_find,
        title=lambda profile: str(profile.user),
        url=_url,
        version_of=lambda profile: profile.version,
        author_of=lambda profile: profile.user.pk,
        state_of=lambda profile: profile.state,
        preview=_preview,
        hide=hide,
        restore=restore,
    )
)
