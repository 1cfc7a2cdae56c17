"""The world that is searched for leaks: things of every kind in every state, each carrying words of its own.

A maker makes the things of one kind: a generator that makes them, yields while a visitor reads the site, and then
closes, hides or withdraws one, and yields again. What was kept of them meanwhile must not come back. One at a time:
what is done to one makes kept pages of its neighbours old, and would hide that the other's were not.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.contrib.auth.models import Group

from cmkc.accounts.models import Organisation, User
from cmkc.core.models import Subject
from tests.leaks.oracle import STATES

WORD = re.compile(r"qz[a-z]{6}")
COMMON = "leakhunt"
"""Stands in every title, so that one search finds all that there is to find."""

Made: TypeAlias = Iterator[None]
Maker: TypeAlias = "Callable[[World], Made]"


@dataclass(frozen=True, slots=True)
class Secret:
    """A word, and whose it is."""

    word: str
    kind: str
    state: str


@dataclass(frozen=True)
class Thing:
    """One thing: the addresses that show it, by name and arguments, and how others name it."""

    kind: str
    state: str
    addresses: tuple[tuple[str, dict[str, Any]], ...]
    reference: tuple[str, str] | None = None


@dataclass
class World:
    """What was made."""

    people: dict[str, User]
    circle: Group
    works: Organisation
    desk: User
    """Who moderates and decides, and is none of the readers."""
    subject: Subject
    """The technology that things are about."""
    secrets: dict[str, Secret] = field(default_factory=dict)
    things: list[Thing] = field(default_factory=list)
    told_visitors: list[tuple[Any, str]] = field(default_factory=list)
    """What a visitor was told by pages that were kept while things were closed: surfaces and texts."""

    def secret(self, kind: str, state: str) -> str:
        """Give a new word that stands nowhere else. Raises: KeyError for a state that the oracle does not know."""
        STATES[state]
        number, letters = len(self.secrets), ""
        for _place in range(6):
            number, rest = divmod(number, 26)
            letters += chr(ord("a") + rest)
        word = f"qz{letters}"
        self.secrets[word] = Secret(word, kind, state)
        return word

    def title(self, kind: str, state: str) -> str:
        """Give a title with a new word."""
        return f"{COMMON} {self.secret(kind, state)}"

    def slug(self, kind: str, state: str) -> str:
        """Give an address with a new word."""
        return f"{self.secret(kind, state)}-{len(self.secrets)}"

    def thing(
        self, kind: str, state: str, *addresses: tuple[str, dict[str, Any]], reference: tuple[str, str] | None = None
    ) -> Thing:
        """Remember a thing."""
        made = Thing(kind, state, addresses, reference)
        self.things.append(made)
        return made


@dataclass(frozen=True)
class Making:
    """A maker and what it answers for: entries of registries such as `references:glossary`."""

    make: Maker
    covers: frozenset[str]


MAKERS: list[Making] = []


def at_desk(item: Any) -> list[tuple[str, dict[str, Any]]]:
    """Give the addresses of an item of the moderators' queue."""
    return [(f"moderation:{name}", {"pk": item.pk}) for name in ("item", "take", "skip", "release")]


def maker(*covers: str) -> Callable[[Maker], Maker]:
    """Register a maker. `covers` names the entries of registries, models and page types that its things are of."""

    def register(make: Maker) -> Maker:
        MAKERS.append(Making(make, frozenset(covers)))
        return make

    return register
