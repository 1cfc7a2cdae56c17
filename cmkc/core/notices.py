"""Notices: what apps may tell readers, by registry, so that an app tells without knowing who follows or how mail goes.

An app names an event by `announce`, inside the transaction of what happened; the task `notices.tell` then writes one
notice for each reader. What the notice is about is a thing of core.references, or a `Subject` that an app registers in
its `notices.py` for what concerns one person alone and is never cited.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.functional import Promise

from cmkc.core.registry import Registry
from cmkc.core.tasks import later

if TYPE_CHECKING:
    from cmkc.accounts.models import User

AT_ONCE, DAILY, WEEKLY, NONE = "at-once", "daily", "weekly", "none"
FOLLOWERS = "followers"
PUBLISHED, CHANGED = "followed.published", "followed.changed"
DECISION, WAITING = "decision.about_you", "work.waiting"


@dataclass(frozen=True, slots=True)
class Told:
    """What a reader is told about: its title, its address on this site, and a few lines of plain text."""

    title: str
    url: str
    text: str = ""


@dataclass(frozen=True)
class NoticeKind:
    """A kind of notice, which is a mailing list too: readers choose its pace, or none.

    `heading` says what happened, with `%(title)s` in it. `pace` is for whoever is told by name and has set nothing;
    a kind that is `followed` goes at the pace that each follower chose for the thing.
    """

    name: str
    label: str | Promise
    heading: str | Promise
    pace: str = AT_ONCE
    followed: bool = False


@dataclass(frozen=True)
class Subject:
    """What only some readers are told about, such as a decision about one of them.

    `find(keys, readers)` gives what each reader may be told, by key and reader's pk, in one query for all of them.
    """

    kind: str
    find: "Callable[[Collection[str], Collection[User]], dict[tuple[str, int], Told]]"


kinds: Registry[NoticeKind] = Registry(module="notices")
subjects: Registry[Subject] = Registry(module="notices")


def announce(  # noqa: PLR0913  (an event has this many sides, and each is named)
    kind: str,
    about: tuple[str, str],
    key: str,
    *,
    to: Collection[int] | None = None,
    also: Sequence[tuple[str, str]] = (),
    by: int | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Name an event; 1 insert, in the caller's transaction, so that both are committed or neither is.

    `about` is the kind and key of the thing, `key` the event's own: the same key twice is one event. `to` names the
    readers by pk; without it, it goes to the followers of the thing and of the things in `also`, but not to `by`, who
    did it. `data` holds ids only.
    """
    event = {
        "kind": kind,
        "about": list(about),
        "key": key,
        "to": FOLLOWERS if to is None else sorted(to),
        "also": [list(target) for target in also],
        "by": by,
        "at": timezone.now().isoformat(),
        "data": data or {},
    }
    later("notices.tell", event=event)
