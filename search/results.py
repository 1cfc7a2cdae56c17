"""How an answer is shown: rows, counted facets, chips, pages, and ways out when nothing was found."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from cmkc.core.languages import in_readers_language
from search.asked import Asked
from search.engines.base import DEEPEST, PAGE_SIZE, Answer, Hit, Sort
from search.labels import labels_for
from search.query import Word
from search.snippets import TELLING_CHARACTERS
from search.sources import kind_labels
from search.words import KEPT_IN, split

Row = dict[str, Any]

FACET_LABELS = {
    "kind": _("Kind"),
    "topic": _("Topic"),
    "technology": _("Technology"),
    "jurisdiction": _("Jurisdiction"),
    "year": _("Year"),
}
NAMES = ("within", "author", "jurisdiction")
"""What a row says first below its snippet, where its document says it (`shown`): names, which are not translated."""
WORDS = ("date", "status", "confidence")
"""What it says after them, in the reader's language where that is known."""
NAMED_BY_CONTENT = {"topic", "technology", "jurisdiction"}
"""Facets whose values are named by content, in the language that it is written in."""
MOST_SHOWN = 40
"""So many values of a facet are offered at most; chosen ones always are."""
PAGES_AROUND = 2
UNFOLDED = 6
"""components/_facet.html folds the values after these."""


class Labels:
    """Labels of kinds and facet values for one page; 1 query."""

    def __init__(self, asked: Asked, answer: Answer) -> None:
        chosen = {(field, value) for field, values in asked.filters.items() for value in values}
        counted = {(field, value) for field, values in answer.facets.items() for value in values}
        self._kinds = kind_labels()
        self._kept = labels_for({pair for pair in chosen | counted if pair[0] not in {"kind", "year"}})

    def kind(self, kind: str) -> str:
        """Give the label of a kind."""
        return str(self._kinds.get(kind, kind.capitalize()))

    def value(self, field: str, value: str) -> str:
        """Give the label of a facet value; where none was kept, the value in readable form."""
        if field == "kind":
            return self.kind(value)
        return self._kept.get((field, value)) or (value if field == "year" else value.replace("-", " ").capitalize())

    def kept(self, field: str, value: str) -> str:
        """Give the label that was kept for a value, or the value as it is."""
        return self._kept.get((field, value), value)


def rows(hits: Sequence[Hit], labels: Labels) -> list[Row]:
    """Give the result rows; each says what it is and leads to the exact place."""
    return [
        {
            "title": hit.title,
            "url": in_readers_language(hit.url),
            "lang": hit.lang,
            "kind": labels.kind(hit.kind),
            "snippet": hit.snippet,
            **meta(_shown(hit, labels)),
        }
        for hit in hits
    ]


def meta(shown: Mapping[str, str]) -> Row:
    """Give the last line of a row: what is said in the language of the index, and what in the reader's."""
    left, said = split([shown[name] for name in WORDS if shown.get(name)])
    return {"meta": [shown[name] for name in NAMES if shown.get(name)] + left, "meta_lang": KEPT_IN, "labels": said}


def _shown(hit: Hit, labels: Labels) -> dict[str, str]:
    """Say what the document says of itself; a section without a word on it names the thing that it stands in."""
    shown = dict(hit.shown)
    if hit.is_part and len(hit.summary) < TELLING_CHARACTERS and hit.summary != hit.snippet:
        shown.setdefault("within", hit.summary)
    if "jurisdiction" in shown:
        shown["jurisdiction"] = labels.kept("jurisdiction", shown["jurisdiction"])
    return shown


def facets(asked: Asked, answer: Answer, labels: Labels) -> list[Row]:
    """Give the fieldsets of the filter form: most frequent values first, years from the newest."""
    shown = []
    for field, label in FACET_LABELS.items():
        chosen = asked.filters.get(field, frozenset())
        counts = dict.fromkeys(chosen, 0) | dict(answer.facets.get(field, {}))
        values: list[Row] = [
            _value(field, value, labels) | {"count": count, "checked": value in chosen}
            for value, count in counts.items()
        ]
        values.sort(key=lambda one: (-one["count"], one["label"]))
        if field == "year":
            values.sort(key=lambda one: one["value"], reverse=True)
        kept = values[:MOST_SHOWN] + [one for one in values[MOST_SHOWN:] if one["checked"]]
        if kept:
            folded = any(one["checked"] for one in kept[UNFOLDED:])
            shown.append({"name": field, "label": label, "values": kept, "open": folded})
    return shown


def _value(field: str, value: str, labels: Labels) -> Row:
    """Give one value with its label; a name from the content says its language."""
    named = {"lang": KEPT_IN} if field in NAMED_BY_CONTENT else {}
    return {"value": value, "label": labels.value(field, value), **named}


def chips(asked: Asked, labels: Labels) -> list[Row]:
    """Give the chosen values as links that take each away."""
    return [
        _value(field, value, labels) | {"url": asked.without(field, value).address(), "remove": True}
        for field, values in asked.filters.items()
        for value in sorted(values)
    ]


def kinds(answer: Answer, labels: Labels) -> list[Row]:
    """Give every kind with its count, as links to all of that kind."""
    counts = sorted(answer.facets.get("kind", {}).items(), key=lambda pair: -pair[1])
    return [
        {
            "label": labels.kind(kind),
            "count": count,
            "url": Asked(filters={"kind": frozenset({kind})}).address(),
        }
        for kind, count in counts
    ]


def sorts(asked: Asked) -> list[Row]:
    """Give the orders as links that keep the question; none where there is no relevance to order by."""
    if not asked.text:
        return []
    labels = {Sort.RELEVANCE: _("Best match first"), Sort.NEWEST: _("Newest first")}
    return [
        {"label": label, "url": replace(asked, sort=sort, page=1).address(), "current": sort is asked.sort}
        for sort, label in labels.items()
    ]


def pages(asked: Asked, total: int) -> list[Row]:
    """Give links to the pages around this one, to the first and to the last; none for a single page."""
    last = -(-min(total, DEEPEST) // PAGE_SIZE)
    near = range(asked.page - PAGES_AROUND, asked.page + PAGES_AROUND + 1)
    numbers = sorted({1, last, *near} & set(range(1, last + 1)))
    if len(numbers) < 2:  # noqa: PLR2004  (one page needs no links)
        return []
    return [
        {
            "label": f"{(number - 1) * PAGE_SIZE + 1}–{min(number * PAGE_SIZE, total)}",
            "url": replace(asked, page=number).address(),
            "current": number == asked.page,
        }
        for number in numbers
    ]


def single_words(asked: Asked) -> list[Row]:
    """Give each word of a longer question as a question of its own."""
    words = [word for clause in asked.query.scored for word in clause.node.words]
    words += [node.text for node in asked.query.excluded if isinstance(node, Word)]
    found = list(dict.fromkeys(words))
    if len(found) < 2:  # noqa: PLR2004  (one word alone is what was asked)
        return []
    return [{"label": word, "url": replace(Asked(), text=word).address()} for word in found[:8]]
