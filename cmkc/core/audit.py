"""The audit log: who did what, when, and a proof that nothing was changed, added, moved or taken away afterwards.

Events are written unchained, so that writers never wait for each other. A sealer (the task "audit.seal", every few
seconds) hashes the events that are settled, chains the hash to the seal before, signs it with settings.AUDIT_KEY and
writes the head to the log "cmkc.audit" and to settings.AUDIT_HEAD_FILE, outside the database.

**The unsealed window.** What is not sealed yet can be changed by somebody who lifts the triggers and stays unseen:
about SEAL_EVERY seconds, plus the longest open transaction that has written an event (its number may lie below those
of others that have committed, and a seal never jumps over a number that may still be filled).
"""

import secrets
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import QuerySet

from cmkc.core.canonical import canonical_json
from cmkc.core.logs import request_id
from cmkc.core.models import AuditEvent, AuditText
from cmkc.core.sealing import seal, verify

if TYPE_CHECKING:
    from cmkc.accounts.models import User

__all__ = ["SEAL_EVERY", "erase_texts", "record", "seal", "verify"]

SEAL_EVERY = 5
"""Seconds between two runs of the sealer."""


@transaction.atomic
def record(
    verb: str,
    target: models.Model | None = None,
    *,
    by: "User | None" = None,
    data: dict[str, Any] | None = None,
    text: str = "",
) -> AuditEvent:
    """Write an event in the caller's transaction: 1 insert, 2 with `text`.

    `data` holds ids and hashes; what a person wrote goes into `text`, which may be erased later.
    Raises: TypeError for `data` that isn't plain JSON of text, whole numbers and truth values; ValueError for a number
    or a letter that no database gives back unchanged.
    """
    _refuse_what_changes(data or {}, "data")
    beside = AuditText(salt=secrets.token_hex(16), text=text) if text else None
    event = AuditEvent.objects.create(
        verb=verb,
        actor=by,
        target_kind=target._meta.label_lower if target is not None else "",
        target_key=str(target.pk) if target is not None else "",
        data=data or {},
        text_sha256=beside.sha256 if beside else "",
        request_id=request_id.get(),
    )
    if beside:
        beside.event = event
        beside.save(force_insert=True)
    return event


@transaction.atomic
def erase_texts(events: QuerySet[AuditEvent], *, by: "User | None" = None) -> int:
    """Erase the texts of these events and record that it was done; the events stay. Gives how many there were."""
    numbers = list(AuditText.objects.filter(event__in=events).order_by("pk").values_list("pk", flat=True))
    if numbers:
        AuditText.objects.filter(pk__in=numbers).delete()
        record("core.audit.texts_erased", by=by, data={"events": numbers})
    return len(numbers)


def _refuse_what_changes(value: object, where: str) -> None:
    """Refuse what comes back from a JSON column in another form: floats, other types, NUL, very large numbers."""
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"audit: the keys of {where} must be text")
            _refuse_what_changes(item, f"{where}.{key}")
        _refuse_what_changes("".join(value), f"a key of {where}")
    elif isinstance(value, list):
        for item in value:
            _refuse_what_changes(item, f"{where}[]")
    elif not isinstance(value, str | int | None):
        raise TypeError(f"audit: {where} is {type(value).__name__}; give ids, hashes, text, lists and objects")
    else:
        canonical_json(value)
        if isinstance(value, str) and "\0" in value:
            raise ValueError(f"audit: {where} holds NUL, which PostgreSQL doesn't keep")
