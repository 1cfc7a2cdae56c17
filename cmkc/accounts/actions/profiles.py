"""What members change about themselves."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from wagtail.users.models import UserProfile

from cmkc.accounts.actions.grants import end_of_member
from cmkc.accounts.models import Organisation, User
from cmkc.core import audit

if TYPE_CHECKING:
    from collections.abc import Mapping


def organisation_named(name: str) -> Organisation | None:
    """Find an organisation by its name, or note it as a suggestion; None for an empty name. 1 or 2 queries."""
    name = " ".join(name.split())
    if not name:
        return None
    return Organisation.objects.named(name) or Organisation.objects.create(name=name, slug=_free_slug(name))


def _free_slug(name: str) -> str:
    slug = slugify(name)[:70] or "organisation"
    if not Organisation.objects.filter(slug=slug).exists():
        return slug
    return f"{slug}-{get_random_string(6, 'abcdefghijkmnpqrstuvwxyz23456789')}"


@transaction.atomic
def save_profile(user: User, changes: "Mapping[str, Any]", *, organisation_name: str) -> None:
    """Keep a member's profile. Another organisation ends the verification of the sector: it rested on the old one."""
    organisation = organisation_named(organisation_name)
    if user.sector_verified_until and organisation != user.organisation:
        end_verification(user, reason="organisation changed")
    user.organisation = organisation
    for name, value in changes.items():
        setattr(user, name, value)
    user.save(update_fields=["organisation", "sector_verified_until", *changes])
    set_desk_locale(user)


def set_desk_locale(user: User) -> None:
    """Give the editors' desk the language and time zone of the profile; nothing for those who never opened it."""
    UserProfile.objects.filter(user=user).update(preferred_language=user.language, current_time_zone=user.time_zone)


def end_verification(user: User, *, reason: str) -> None:
    """Take the verified mark off an account in memory, end its grants, and record why; the caller saves."""
    end_of_member(user)
    user.sector_verified_until = None
    audit.record("accounts.sector.ended", user, data={"reason": reason})
