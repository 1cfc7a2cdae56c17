"""What a reader asked for by the address: words, selections, order, page. All state of the result page stands there."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from search.engines.base import DEEPEST, PAGE_FACETS, PAGE_SIZE, Request, Sort
from search.query import EMPTY, Query, QueryRefused, parse

MOST_VALUES = 20
"""So many values of one field may be chosen; an address with more is cut."""
VALUE_CHARACTERS = 100
LAST_PAGE = DEEPEST // PAGE_SIZE


@dataclass(frozen=True)
class Asked:
    """One question as its address says it; `refused` is a sentence for the reader when it is too long."""

    text: str = ""
    query: Query = EMPTY
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    refused: str = ""

    @classmethod
    def of(cls, parameters: QueryDict) -> "Asked":
        """Read an address; what makes no sense is left out. Never raises."""
        filters = {name: _values(parameters, name) for name in PAGE_FACETS}
        asked = cls(
            filters={name: values for name, values in filters.items() if values},
            sort=Sort.NEWEST if parameters.get("sort") == Sort.NEWEST else Sort.RELEVANCE,
            page=_page(parameters.get("page", "")),
        )
        raw = parameters.get("q", "")
        try:
            query = parse(raw)
        except QueryRefused as refused:
            return replace(asked, refused=str(refused))
        return replace(asked, query=query, text=query.text)

    def request(self, principals: frozenset[str]) -> Request:
        """Make the engine's question of it, for a reader of these audiences."""
        return Request(
            principals, query=self.query, filters=self.filters, sort=self.sort, offset=(self.page - 1) * PAGE_SIZE
        )

    @property
    def browsing(self) -> bool:
        """Whether nothing was asked: the page then shows what there is."""
        return not self.text and not self.filters

    def address(self) -> str:
        """Give the address that asks this; parts that say nothing are left out."""
        pairs = [("q", self.text)] if self.text else []
        pairs += [(name, value) for name, values in self.filters.items() for value in sorted(values)]
        if self.sort is not Sort.RELEVANCE:
            pairs.append(("sort", self.sort))
        if self.page > 1:
            pairs.append(("page", str(self.page)))
        return reverse("search:results") + (f"?{urlencode(pairs)}" if pairs else "")

    def without(self, name: str, value: str) -> "Asked":
        """Ask the same without one chosen value, from the first page on."""
        left = {key: values - {value} if key == name else values for key, values in self.filters.items()}
        return replace(self, filters={key: values for key, values in left.items() if values}, page=1)


def _values(parameters: QueryDict, name: str) -> frozenset[str]:
    given = (value.replace("\x00", "").strip()[:VALUE_CHARACTERS] for value in parameters.getlist(name)[:MOST_VALUES])
    return frozenset(value for value in given if value)


def _page(said: str) -> int:
    return min(int(said), LAST_PAGE) if said.isdecimal() and len(said) < 6 and int(said) else 1  # noqa: PLR2004
