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
Apply: TypeAlias = Callable[[Any, "User"], None]


class RefusedError(Exception):
    """A decision that can't be taken as things stand; its words are shown to the moderator."""


@dataclass(frozen=True)
class Preview:
    """What the desk shows of a thing: a partial template and what it takes."""

    template: str
    context: Mapping[str, Any]


@dataclass(frozen=True)
class Act:
    """An action that one kind offers beside those of every kind, such as splitting a topic; `key` is its letter."""

    name: str
    label: str | Promise
    key: str
    apply: "Callable[[Any, User, str], None]"


@dataclass(frozen=True)
class ModeratedKind:
    """A kind of thing that may be flagged and decided on.

    `find(keys, user)` gives the things that `user` may see, by key, in one query; moderators see hidden ones too.
    `version_of` changes whenever the words under judgement do. `author_of` is who is told, who may appeal and who
    never decides. `state_of` is what decisions change; `restore(thing, state, by)` brings such a state back. `approve`
    is for kinds whose things wait unseen; `sends_back(thing, by, reason)` returns one to its author, who
    finds it at `own_url`.
    All of these run in the transaction of the decision, while nobody else can decide on the thing; what changes a
    thing may raise RefusedError.
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
    sends_back: "Callable[[Any, User, str], None] | None" = None
    more: tuple[Act, ...] = field(default=())
    own_url: Callable[[Any], str] | None = None
    flaggable: bool = True


kinds: Registry[ModeratedKind] = Registry(module="moderated")


def register(kind: ModeratedKind) -> ModeratedKind:
    """Add a kind. Raises: ValueError when its name is taken."""
    return kinds.register(kind.kind, kind)
