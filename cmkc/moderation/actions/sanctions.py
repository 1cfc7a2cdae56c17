"""Sanctions that a moderator gives by themselves: warning, silence, and a ban that needs two people."""

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.core import audit
from cmkc.core.tasks import later
from cmkc.moderation import policies
from cmkc.moderation.actions.refusals import Refusal
from cmkc.moderation.models import Sanction, SanctionKind

if TYPE_CHECKING:
    from cmkc.accounts.models import User


class BannedAlready(Refusal):
    """There is a ban of this member, or one waits for its second person."""

    words = _("This member is banned, or a ban waits for its second person.")


class NotOpen(Refusal):
    """It was confirmed or lifted meanwhile."""

    words = _("Somebody else has just confirmed or lifted this.")


@transaction.atomic
def sanction(user: "User", kind: str, *, by: "User", reason: str, days: int | None = None) -> Sanction:
    """Warn, silence or ban a member; a ban does nothing until `confirm`. `days` is how long: needed for a silence.

    Raises: PermissionDenied on oneself or without the permission; ValueError for a silence without `days`;
    BannedAlready for a second ban.
    """
    if not policies.may_moderate(by) or by.pk == user.pk:
        raise PermissionDenied
    if kind == SanctionKind.SILENCE and not days:
        raise ValueError("a silence ends: say after how many days")
    until = timezone.now() + timedelta(days=days) if days and kind != SanctionKind.WARN else None
    try:
        with transaction.atomic():
            given = Sanction.objects.create(user=user, kind=kind, until=until, reason=reason, by=by)
    except IntegrityError as error:
        raise BannedAlready from error
    audit.record(f"moderation.{kind}.given", user, by=by, data={"sanction": given.pk}, text=reason)
    if kind != SanctionKind.BAN:
        later("moderation.tell_sanction", given.pk)
    return given


@transaction.atomic
def confirm(sanction: Sanction, *, by: "User") -> None:
    """Bring a ban into force, as its second person. Raises: PermissionDenied for the first; NotOpen."""
    if not policies.may_confirm(by, sanction):
        raise PermissionDenied
    waiting = Sanction.objects.filter(pk=sanction.pk, kind=SanctionKind.BAN, confirmed_at=None, lifted_at=None)
    if not waiting.update(confirmed_at=timezone.now(), confirmed_by=by):
        raise NotOpen
    audit.record("moderation.ban.confirmed", sanction.user, by=by, data={"sanction": sanction.pk})
    later("moderation.tell_sanction", sanction.pk)


@transaction.atomic
def lift(sanction: Sanction, *, by: "User") -> None:
    """End a sanction before its time, or refuse a ban that waits. Raises: PermissionDenied on one's own; NotOpen."""
    if not policies.may_moderate(by) or by.pk == sanction.user_id:
        raise PermissionDenied
    if not Sanction.objects.filter(pk=sanction.pk, lifted_at=None).update(lifted_at=timezone.now(), lifted_by=by):
        raise NotOpen
    audit.record(f"moderation.{sanction.kind}.lifted", sanction.user, by=by, data={"sanction": sanction.pk})
    if sanction.kind != SanctionKind.BAN or sanction.confirmed_at:
        later("moderation.tell_sanction", sanction.pk)


def bars_writing(user: "User") -> Sanction | None:
    """Give the silence or ban that keeps a member from writing now, the longest; 1 query. Apps ask before each post."""
    found: Sanction | None = Sanction.objects.filter(user=user).barring().order_by("kind", "-until").first()
    return found
