"""Telling: one event, and one notice for each reader, however often the task is run and by how many workers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db import transaction
from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cmkc.accounts.models import User
from cmkc.core import notices
from cmkc.notices.inserting import insert_from
from cmkc.notices.models import Event, Follow, MailSetting, Notice

CHUNK = 2000
"""Readers a statement: some 20 ms, after which others may write to SQLite again."""

PACE = CharField(max_length=8)


@dataclass(frozen=True)
class Telling:
    """An event as `core.notices.announce` names it."""

    kind: str
    about: Sequence[str]
    key: str
    to: Literal["followers"] | list[int] = "followers"
    also: Sequence[Sequence[str]] = ()
    by: int | None = None
    at: str = ""
    data: dict[str, Any] = field(default_factory=dict)


def tell(telling: Telling) -> int:
    """Write the event and its notices; gives how many notices are new. 2 queries, and 2 for each CHUNK of readers.

    Safe to run again, and by several workers at once: a chunk is one transaction, and the database keeps one notice
    for each event and reader. Whoever begins to follow after the event is not told of it.
    Raises: LookupError for a kind that nobody registered.
    """
    if telling.kind not in notices.kinds:
        raise LookupError(f"no app registers notices of the kind {telling.kind!r}")
    event = _event(telling)
    if isinstance(telling.to, str):
        targets = dict.fromkeys((kind, key) for kind, key in (telling.about, *telling.also))
        return sum(_tell_followers(event, kind, key, telling.by) for kind, key in targets)
    return sum(_tell_people(event, telling.to[at : at + CHUNK]) for at in range(0, len(telling.to), CHUNK))


def _event(telling: Telling) -> Event:
    """Write the event unless it stands already. It happened when it was named, however long the task waited."""
    about_kind, about_key = telling.about
    values = {
        "kind": telling.kind,
        "about_kind": about_kind,
        "about_key": about_key,
        "data": telling.data,
        "at": datetime.fromisoformat(telling.at) if telling.at else timezone.now(),
    }
    event, _made = Event.objects.get_or_create(key=telling.key, defaults=values)
    return event


def _tell_followers(event: Event, kind: str, key: str, by: int | None) -> int:
    followers = Follow.objects.of_thing(kind, key).filter(created_at__lte=event.at)
    new = 0
    for first, last in _ranges(followers):
        readers = followers.filter(pk__range=(first, last), user__is_active=True).exclude(user=by)
        new += _insert(event, readers, reader="user_id", wanted=F("pace"))
    return new


def _ranges(followers: QuerySet) -> Iterator[tuple[int, int]]:
    """Give the primary keys of followers as ranges of at most CHUNK rows; 1 query a range."""
    after = 0
    while keys := list(followers.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        yield keys[0], keys[-1]
        after = keys[-1]


def _tell_people(event: Event, keys: Sequence[int]) -> int:
    chosen = MailSetting.objects.filter(user=OuterRef("pk"), mailing_list=event.kind).values("pace")[:1]
    wanted = Coalesce(Subquery(chosen), Value(notices.kinds[event.kind].pace), output_field=PACE)
    return _insert(event, User.objects.filter(pk__in=keys, is_active=True), reader="pk", wanted=wanted)


@transaction.atomic
def _insert(event: Event, readers: QuerySet, *, reader: str, wanted: Any) -> int:
    """Write the notices of these readers in one statement; `reader` is the column that holds whose they are."""
    none = Value(notices.NONE, output_field=PACE)
    readers = readers.annotate(wanted=wanted)
    left = MailSetting.objects.filter(user=OuterRef(reader), pace=notices.NONE)
    no_list = Exists(left.filter(mailing_list=event.kind))
    no_digest = [
        When(Q(wanted=pace) & Exists(left.filter(mailing_list=f"digest.{pace}")), then=none)
        for pace in (notices.DAILY, notices.WEEKLY)
    ]
    columns = {
        "event": Value(event.pk),
        "reader": F(reader),
        "pace": Case(When(no_list, then=none), *no_digest, default=F("wanted"), output_field=PACE),
        "created_at": Value(event.at, output_field=DateTimeField()),
    }
    return insert_from(Notice, readers, columns)
