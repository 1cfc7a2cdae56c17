"""Flags: a member asks a moderator to look at something."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cmkc.core import audit
from cmkc.core.moderated import ModeratedKind
from cmkc.moderation.actions.queue import open_item
from cmkc.moderation.actions.sanctions import bars_writing
from cmkc.moderation.models import Flag

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@transaction.atomic
def flag(kind: ModeratedKind, key: str, thing: Any, *, by: "User", reason: str, note: str = "") -> bool:  # noqa: PLR0913
    """Put a thing before the moderators; False when this member did so before, which changes nothing.

    Raises: PermissionDenied for one's own thing, and for a member who may not write now.
    """
    if kind.author_of(thing) == by.pk or bars_writing(by):
        raise PermissionDenied
    made, new = Flag.objects.get_or_create(kind=kind.kind, key=key, by=by, defaults={"reason": reason, "note": note})
    if new:
        version, author = kind.version_of(thing), kind.author_of(thing)
        item = open_item(kind.kind, key, reasons=[reason], version=version, author=author)
        audit.record("moderation.flagged", item, by=by, data={"flag": made.pk, "reason": reason})
    return new
