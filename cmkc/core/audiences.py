"""Audiences: who may read a thing. One word per thing, and the same words in pages, feeds, search and mail."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Self

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

PUBLIC = "public"
MEMBERS = "members"
GROUP = "group:"


def group(pk: int) -> str:
    """Name the audience of one group of users."""
    return f"{GROUP}{pk}"


def user(pk: int) -> str:
    """Name the audience of one user: own drafts, own hidden posts."""
    return f"user:{pk}"


def groups_among(principals: Iterable[str]) -> list[int]:
    """List the keys of the groups among these audiences, in order."""
    return sorted(int(name.removeprefix(GROUP)) for name in principals if name.startswith(GROUP))


def principals_of(reader: "User | AnonymousUser") -> frozenset[str]:
    """List the audiences that the reader belongs to; no query for a visitor, one for a member (kept on the user)."""
    if not reader.is_authenticated or not reader.is_active:
        return frozenset({PUBLIC})
    kept: frozenset[str] | None = getattr(reader, "_principals", None)
    if kept is None:
        groups = (group(pk) for pk in reader.groups.values_list("pk", flat=True))
        kept = frozenset({PUBLIC, MEMBERS, user(reader.pk), *groups})
        setattr(reader, "_principals", kept)  # noqa: B010  (kept for this request on the object it belongs to)
    return kept


class AudienceField(models.CharField):
    """Holds one audience; everything is public unless somebody says otherwise."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("default", PUBLIC)
        kwargs.setdefault("db_index", True)
        super().__init__(*args, **kwargs)


class AudienceQuerySet(models.QuerySet):
    """Rows with a field `audience`."""

    def visible_to(self, reader: "User | AnonymousUser") -> Self:
        """Keep what the reader may read. No query for a visitor, one for a member."""
        return self.filter(audience__in=principals_of(reader))
