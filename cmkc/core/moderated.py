"""What the moderators' desk may decide on: apps register their kinds in `moderated.py`, the desk knows no app's models.

A kind says how its things are found, shown, hidden and brought back. Whatever a decision may change of a thing stands
in `state_of`, as plain JSON: the desk writes it down before and after each decision, and an undo is refused unless the
thing still stands as the decision left it.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from django.utils.functional import Promise

from cmkc.core.registry import Registry

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

    Reader: TypeAlias = User | AnonymousUser

MODERATE = "moderation.moderate"
State: TypeAlias = dict[str, Any]
Apply: TypeAlias = Callable[[Any, "User", str], None]
"""Does to a thing what was decided: `(thing, by, reason)`. Raises: RefusedError when it can't be."""


class RefusedError(Exception):
    """A decision that can't be taken as things stand; its words are shown to the moderator."""


@dataclass(frozen=True)
class Preview:
    """What the desk shows of a thing: a partial template and what it takes."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """An action that one kind offers beside those of every kind, such as splitting a topic; `key` is its letter.

    One in the author's favour gives them nothing to appeal against.
    """

    name: str
    label: str | Promise
    key: str
    apply: Apply
    favourable: bool = False


@dataclass(frozen=True)
class ModeratedKind:
    """A kind of thing that may be flagged and decided on.

    `find(keys, user)` gives the things that `user` may see, by key, in one query; deciders see hidden ones too.
    `version_of` changes whenever the words under judgement do. `author_of` is who is told, who may appeal and who
    never decides. `state_of` is what decisions change; `restore(thing, state, by)` brings such a state back. `approve`
    is for kinds whose things wait unseen; `sends_back` returns one to its author, who finds it at `own_url`.
    All of these run in the transaction of the decision, while nobody else can decide on the thing; what changes a
    thing may raise RefusedError.

    `permission` is what its deciders hold. `labels` are its own words for the desk's actions, `needs_reason` the
    actions that it lets nobody take without words to the author beside those that never may. `sanctions`: whether its
    author may be warned and silenced with it; `in_bulk`: whether many may be decided on unread.
    `tells(action, after)` gives the heading and the text in which the author is told, from the state alone.
    """

    kind: str
    label: str | Promise
    find: "Callable[[Collection[str], Reader], dict[str, Any]]"
    title: Callable[[Any], str]
    url: Callable[[Any], str]
    version_of: Callable[[Any], str]
    author_of: Callable[[Any], int | None]
    state_of: Callable[[Any], State]
    preview: Callable[[Any], Preview]
    hide: Apply
    restore: "Callable[[Any, State, User], None]"
    approve: Apply | None = None
    sends_back: Apply | None = None
    more: tuple[Act, ...] = field(default=())
    own_url: Callable[[Any], str] | None = None
    flaggable: bool = True
    permission: str = MODERATE
    labels: Mapping[str, str | Promise] = field(default_factory=dict)
    needs_reason: frozenset[str] = frozenset()
    sanctions: bool = True
    in_bulk: bool = True
    tells: "Callable[[str, State], tuple[str, str] | None] | None" = None

    def favours(self, action: str) -> bool:
        """Tell whether an action gives the author what they want."""
        return action == "approve" or any(act.favourable for act in self.more if act.name == action)


@dataclass(frozen=True)
class Queue:
    """The desk's queue, for apps that stand below it: `put` asks for a decision, `take_out` says that none is wanted.

    Both work in the caller's transaction.
    """

    put: Callable[..., Any]
    take_out: Callable[[str, str], Any]


kinds: Registry[ModeratedKind] = Registry(module="moderated")
queues: Registry[Queue] = Registry(module="moderated")


def register(kind: ModeratedKind) -> ModeratedKind:
    """Add a kind. Raises: ValueError when its name is taken."""
    return kinds.register(kind.kind, kind)


def kinds_of(user: "Reader") -> list[str]:
    """Name the kinds on which the user may decide; none for most. The price of their permissions, kept on the user."""
    if not user.is_authenticated or not user.is_active:
        return []
    return [one.kind for one in kinds if user.has_perm(one.permission)]


def wants_decision(kind: str, key: str, *, reasons: Collection[str], version: str, author: int | None) -> None:
    """Put a thing before those who decide; it waits once, however often it is put."""
    for queue in queues:
        queue.put(kind, key, reasons=reasons, version=version, author=author)


def wants_none(kind: str, key: str) -> None:
    """Take a thing out of the queue on which nobody has to decide any more."""
    for queue in queues:
        queue.take_out(kind, key)
