"""Who may do what with accounts, and the rules that hold for evidence."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import Organisation, OrganisationGrant, SectorRequest, User

VERIFY = "accounts.verify_sector"
GRANT = "accounts.grant_organisation_roles"

LONGEST_GRANT = timedelta(days=366)
"""How long a grant of an organisation lasts at most; it can be given again."""

HOLDS_FOR: dict[str, timedelta] = {
    "work-email": timedelta(days=365),
    "document": timedelta(days=730),
    "staff-page": timedelta(days=365),
    "colleague": timedelta(days=183),
}
"""How long a verification holds, by its evidence: the weaker it is, the sooner somebody must look again."""

MOST_KEYS = 10
"""Keys that one member may have at a time."""


def display_name(user: "User") -> str:
    """Give the name that others see; never the e-mail address."""
    return str(user)


def may_verify(user: "User | AnonymousUser") -> bool:
    """Tell whether the user works at the verification desk; 2 queries the first time, none after."""
    return user.is_authenticated and user.has_perm(VERIFY)


def may_decide(user: "User | AnonymousUser", request: "SectorRequest") -> bool:
    """Tell whether the user may decide on this request: a holder of the desk, and never on themselves."""
    return may_verify(user) and request.user_id != user.pk


def is_verified_member(user: "User | AnonymousUser", organisation: "Organisation") -> bool:
    """Tell whether the user's sector is verified today as somebody of this organisation; no query."""
    if not user.is_authenticated or not user.is_active:
        return False
    return bool(user.verified_sector) and user.organisation_id == organisation.pk


def may_manage_training(user: "User | AnonymousUser", member: "User") -> bool:
    """Tell whether the user assigns training to this member, and sees theirs: by a grant of the member's organisation.

    1 query when the member is verified today, none otherwise.
    """
    if not user.is_authenticated or not member.is_active or not member.verified_sector:
        return False
    return user.organisation_grants.in_force("training-manager").filter(organisation=member.organisation_id).exists()


def may_inspect(user: "User | AnonymousUser", organisation: "Organisation") -> bool:
    """Tell whether the user reads the training records of this organisation's verified members; 1 query."""
    if not user.is_authenticated:
        return False
    return user.organisation_grants.in_force("inspector").filter(organisation=organisation).exists()


def may_see_grants(user: "User | AnonymousUser", organisation: "Organisation") -> bool:
    """Tell whether the user sees who has which grant here: administrators, and its training managers."""
    if not user.is_authenticated:
        return False
    return user.has_perm(GRANT) or bool(_manages_until(user, organisation))


def may_grant(user: "User", organisation: "Organisation", role: str, until: datetime) -> bool:
    """Tell whether the user may give this role until then.

    Administrators give both, for LONGEST_GRANT at most. A training manager makes others training managers of the same
    organisation, never for longer than their own grant lasts; who inspects is not theirs to choose.
    """
    if until > timezone.now() + LONGEST_GRANT:
        return False
    if user.has_perm(GRANT):
        return True
    own = _manages_until(user, organisation)
    return role == "training-manager" and own is not None and until <= own


def may_end_grant(user: "User", grant: "OrganisationGrant") -> bool:
    """Tell whether the user may end a grant: administrators each, anybody their own, training managers their kind."""
    if user.has_perm(GRANT) or grant.user_id == user.pk:
        return True
    return grant.role == "training-manager" and _manages_until(user, grant.organisation) is not None


def _manages_until(user: "User", organisation: "Organisation") -> datetime | None:
    """Give until when the user is training manager here; 1 query."""
    held = user.organisation_grants.in_force("training-manager").filter(organisation=organisation)
    until: datetime | None = held.values_list("until", flat=True).first()
    return until
