"""Snapshots: freeze resolved content as a reader saw it, and find it again.

A Wagtail revision is no snapshot: it stores foreign keys, and what they point to changes. The caller resolves content
(text, figures by file hash, question wording) to plain JSON; here it becomes canonical, hashed and unchangeable.
"""

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from django.db import IntegrityError, transaction

from cmkc.core.canonical import canonical_json
from cmkc.core.models import Snapshot

if TYPE_CHECKING:
    from cmkc.accounts.models import User


class LabelTakenError(ValueError):
    """Another content has this label already; a label such as "1.0" names one content for good."""


class About(TypedDict, total=False):
    """What may be said of a snapshot beside its content."""

    language: str
    label: str
    by: "User | None"


def freeze(kind: str, key: str, content: dict[str, Any], **about: Unpack[About]) -> Snapshot:
    """Keep `content` for good and give its snapshot; equal content gives the latest one again and writes nothing.

    `language` is "en" unless said; `label` ("1.0") may be empty; `by` is who froze it. Equal content under a new label
    is a new snapshot. 1 query when nothing is new, else 2 in a savepoint.
    Raises: LabelTakenError; TypeError or ValueError for content that canonical JSON refuses.
    """
    language, label = about.get("language", "en"), about.get("label", "")
    canonical = canonical_json(content)
    sha256 = hashlib.sha256(canonical).hexdigest()
    newest = latest(kind, key, language)
    if newest and newest.sha256 == sha256 and label in {"", newest.label}:
        return newest
    named = {"kind": kind, "key": key, "language": language, "label": label}
    try:
        with transaction.atomic():
            return Snapshot.objects.create(
                **named, content=canonical.decode(), sha256=sha256, created_by=about.get("by")
            )
    except IntegrityError:
        return _same_label(named, sha256)


def _same_label(named: dict[str, str], sha256: str) -> Snapshot:
    """Give the snapshot that has this label. Raises: LabelTakenError when its content is another."""
    standing = Snapshot.objects.get(**named)
    if standing.sha256 != sha256:
        raise LabelTakenError(
            f"{standing} has other content already ({standing.sha256[:12]} is not {sha256[:12]})"
        ) from None
    return standing


def latest(kind: str, key: str, language: str = "en") -> Snapshot | None:
    """Find the newest snapshot of a thing in one language; 1 query by an index."""
    return Snapshot.objects.filter(kind=kind, key=key, language=language).order_by("-id").first()


def damaged() -> Iterator[Snapshot]:
    """Find snapshots whose content no longer has its hash; reads every row once, a few at a time."""
    return (snapshot for snapshot in Snapshot.objects.order_by("pk").iterator(chunk_size=100) if not snapshot.intact)
