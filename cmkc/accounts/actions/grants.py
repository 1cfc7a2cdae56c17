"""Grants of one organisation: given by somebody else, for a time, to a verified member, and ended with that."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from cmkc.accounts import policies
from cmkc.accounts.models import GrantEnd, Organisation, OrganisationGrant, User
from cmkc.core import audit

if TYPE_CHECKING:
    from collections.abc import Iterable


class GrantRefusedError(Exception):
    """The grant can't be given; its text is `not-verified` or `open`."""


@transaction.atomic
def grant(user: User, *, organisation: Organisation, role: str, until: datetime, by: User) -> OrganisationGrant:
    """Give a power over an organisation's verified members to one of them, and record it.

    Raises: PermissionDenied for who may not give it, for oneself, and for longer than policies allow;
    GrantRefusedError("not-verified") for who is no verified member, GrantRefusedError("open") when they have it.
    """
    if by.pk == user.pk or not policies.may_grant(by, organisation, role, until):
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user.pk)  # whoever leaves now waits, or has left already
    if not policies.is_verified_member(user, organisation):
        raise GrantRefusedError("not-verified")
    end_all(OrganisationGrant.objects.filter(user=user).expired(), because=GrantEnd.EXPIRED)
    try:
        with transaction.atomic():
            made = OrganisationGrant.objects.create(
                organisation=organisation, user=user, role=role, until=until, granted_by=by
            )
    except IntegrityError:
        raise GrantRefusedError("open") from None
    data = {"organisation": organisation.pk, "user": user.pk, "role": role, "until": until.isoformat()}
    audit.record("accounts.organisation_role.granted", made, by=by, data=data)
    return made


@transaction.atomic
def end(found: OrganisationGrant, *, by: User) -> bool:
    """End a grant by hand; False when it has ended already. Raises: PermissionDenied for who may not end it."""
    if not policies.may_end_grant(by, found):
        raise PermissionDenied
    return end_all(OrganisationGrant.objects.filter(pk=found.pk), because=GrantEnd.ENDED, by=by) == 1


@transaction.atomic
def end_of_member(user: User) -> int:
    """End whatever grants a member has, in the transaction in which the membership ends; gives how many.

    The account is locked first, so that a grant that is being given is waited for and ended too.
    """
    User.objects.select_for_update().filter(pk=user.pk).first()
    return end_all(OrganisationGrant.objects.filter(user=user, ended_at=None), because=GrantEnd.LEFT)


def end_expired() -> int:
    """End the grants whose last day has passed, and those that no verified member holds; gives how many."""
    ended = end_all(OrganisationGrant.objects.expired(), because=GrantEnd.EXPIRED)
    return ended + end_all(OrganisationGrant.objects.orphaned(), because=GrantEnd.LEFT)


@transaction.atomic
def end_all(grants: "Iterable[OrganisationGrant]", *, because: GrantEnd, by: User | None = None) -> int:
    """End those of these grants that are open, each once whoever races, and record each."""
    ended = 0
    for found in list(grants):
        changes = {"ended_at": timezone.now(), "ended_because": because, "ended_by": by}
        if OrganisationGrant.objects.filter(pk=found.pk, ended_at=None).update(**changes):
            data = {"organisation": found.organisation_id, "user": found.user_id, "role": found.role}
            audit.record("accounts.organisation_role.ended", found, by=by, data=data | {"because": str(because)})
            ended += 1
    return ended
