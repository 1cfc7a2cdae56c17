"""What every engine can do, and the form of questions and answers."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

from django.utils.safestring import SafeString

from search.query import EMPTY, Query

if TYPE_CHECKING:
    from search.models import SearchDocument

PAGE_SIZE = 20
DEEPEST = 1_000
"""How many results can be paged through; beyond, a better question helps more than more pages."""
TITLE_WEIGHT = 2.0
"""How much more a word in a title or abbreviation counts, in every engine."""
PAGE_FACETS = ("kind", "topic", "technology", "jurisdiction", "year")
"""The fields that the result page counts."""


class Sort(StrEnum):
    """How results are ordered."""

    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True)
class Request:
    """One question to an engine: what, seen by whom, narrowed how, which page of it."""

    principals: frozenset[str]
    query: Query = EMPTY
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = PAGE_FACETS
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    size: int = PAGE_SIZE


@dataclass(frozen=True)
class Hit:
    """One result row: a thing, by its best part."""

    uid: str
    group: str
    kind: str
    title: str
    url: str
    summary: str
    snippet: SafeString | str
    facets: Mapping[str, Sequence[str]]
    shown: Mapping[str, str]
    published_at: datetime | None
    score: float
    lang: str = "en"

    @property
    def is_part(self) -> bool:
        """Whether this is a part of the thing (a section, a post) and not the thing as a whole."""
        return self.uid.count(":") > 2  # noqa: PLR2004  (kind:key:lang:part)


@dataclass(frozen=True)
class Answer:
    """What an engine found: one page of hits, how many things there are, and how many for each facet value.

    The counts of a field leave out that field's own selection, so that they say what choosing another value gives.
    """

    hits: Sequence[Hit]
    total: int
    facets: Mapping[str, Mapping[str, int]]
    engine: str
    degraded: bool = False


@dataclass(frozen=True)
class Outcome:
    """What became of one document that was carried to an index; an empty error means that it is there."""

    uid: str
    error: str = ""


@dataclass(frozen=True)
class Health:
    """Whether an engine can answer now, and why not."""

    engine: str
    ok: bool
    detail: str = ""


class EngineUnavailable(Exception):  # noqa: N818  (it says what is the case; callers fall back on it)
    """The engine cannot answer now; another one may."""


class Engine(ABC):
    """One way to answer questions over the projection."""

    name: ClassVar[str]

    @abstractmethod
    def search(self, request: Request) -> Answer:
        """Answer a question. Raises: EngineUnavailable when the engine can't answer now."""

    @abstractmethod
    def apply(self, documents: Iterable["SearchDocument"], *, building: bool = False) -> list[Outcome]:
        """Carry documents to the engine's own index, or to the one being built; applying twice changes nothing.

        Raises: EngineUnavailable when nothing can be carried now.
        """

    @abstractmethod
    def rebuild(self) -> None:
        """Make the engine's own index anew from the projection, while it goes on answering."""

    @abstractmethod
    def health(self) -> Health:
        """Say whether the engine can answer; never raises."""


def needs_match(query: Query) -> bool:
    """Tell whether anything is asked of the text itself, not only of fields."""
    return bool(query.wanted or query.required)
