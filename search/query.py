"""What a reader typed, as a small syntax tree that every engine reads; raw text reaches no engine.

Words are looked for with OR: of many, 30 % must stand in a document. A quoted phrase and `field:value` must hold,
`-word` must not, `a OR b` counts as one word. A hyphen is a space, and the joined form is looked for too.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.utils.translation import gettext_lazy as _

from search.sources import FACET_FIELDS

MOST_WORDS = 64
MOST_CHARACTERS = 256
MINIMUM_MATCH = 0.3
FILTER_FIELDS = ("kind", *FACET_FIELDS)

_STOP_WORDS = """
a an and are as at be been but by can could did do does for from had has have how if in into is it its no not of on or
such than that the their then there these they this to was were what when where which while why will with would
"""  # "who" and "am" are missing on purpose: here they are the WHO and additive manufacturing
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Words that say nothing about a text; they are left out of a question that has other words."""

_TOO_MANY = _("Your question has more than %(words)s words. Please shorten it.")
_TOO_LONG = _("Your question has a word of more than %(characters)s characters. Please shorten it.")


class QueryRefused(ValueError):  # noqa: N818  (it says what happened, in a sentence for the reader)
    """The question is longer than an engine should be asked; the message is for the reader."""


@dataclass(frozen=True)
class Word:
    """One word, casefolded; it may hold an apostrophe."""

    text: str

    @property
    def words(self) -> tuple[str, ...]:
        """The words it is made of."""
        return (self.text,)


@dataclass(frozen=True)
class Phrase:
    """Words that stand one after the other."""

    words: tuple[str, ...]


@dataclass(frozen=True)
class Either:
    """Any one of these: two spellings, or two words joined by OR."""

    options: tuple[Word | Phrase, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """The words of all options."""
        return tuple(chain.from_iterable(option.words for option in self.options))


@dataclass(frozen=True)
class InTitle:
    """Something that must stand in the title or the abbreviation."""

    node: Word | Phrase | Either

    @property
    def words(self) -> tuple[str, ...]:
        """The words looked for in the title."""
        return self.node.words


Node = Word | Phrase | Either | InTitle


@dataclass(frozen=True)
class Clause:
    """A node and how much it weighs: 2 for a word that was typed twice."""

    node: Node
    weight: float = 1.0


@dataclass(frozen=True)
class Query:
    """A parsed question: what is wanted, what must hold, what must not."""

    text: str = ""
    wanted: tuple[Clause, ...] = ()
    required: tuple[Clause, ...] = ()
    excluded: tuple[Node, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    excluded_filters: tuple[tuple[str, str], ...] = ()

    @cached_property
    def scored(self) -> tuple[Clause, ...]:
        """All that ranks: what must hold and what is wanted."""
        return (*self.required, *self.wanted)

    @property
    def needed(self) -> int:
        """How many of the wanted clauses must match, beside those that must in any case."""
        least = max(1, int(MINIMUM_MATCH * len(self.scored)))
        return min(len(self.wanted), max(0, least - len(self.required)))


EMPTY = Query()

_APOSTROPHES = "\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}"
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"') | dict.fromkeys(_APOSTROPHES, "'"))
_HYPHENS = re.compile("[\N{HYPHEN}\N{NON-BREAKING HYPHEN}\N{FIGURE DASH}\N{EN DASH}\N{EM DASH}\N{MINUS SIGN}]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_TOKEN = re.compile(
    r"""(?P<minus>-)?(?:(?P<field>[a-z_]+):)?"(?P<phrase>[^"]*)(?:"|$)"""
    r"""|(?P<or>\bOR\b(?!\S)|\|)"""
    r"""|(?P<minus_word>(?<!\S)-(?=[^\s-]))?(?:(?P<word_field>[a-z_]+):(?=\S))?(?P<word>[^\s"|]+)""",
)
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CHUNK = re.compile(r"[^\W_]+(?:(?:['-]|(?<=\d)[.,](?=\d))[^\W_]+)*")


def parse(raw: str) -> Query:
    """Read a question. Raises: QueryRefused, with a sentence for the reader, when it is too long; nothing else."""
    if len(raw) > MOST_WORDS * MOST_CHARACTERS:
        raise QueryRefused(_TOO_MANY % {"words": MOST_WORDS})
    text = _HYPHENS.sub("-", unicodedata.normalize("NFKC", raw).translate(_QUOTES))
    text = " ".join(_CONTROL.sub(" ", text.encode("utf-8", "ignore").decode()).split())
    _refuse_long(text)
    return _Reader(text).read()


def _refuse_long(text: str) -> None:
    words = _WORD.findall(text)
    if len(words) > MOST_WORDS:
        raise QueryRefused(_TOO_MANY % {"words": MOST_WORDS})
    if any(len(word) > MOST_CHARACTERS for word in words):
        raise QueryRefused(_TOO_LONG % {"characters": MOST_CHARACTERS})


class _Reader:
    """Sorts the parts of one question into what is wanted, required, excluded and filtered."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.in_capitals: set[str] = set()
        self.nodes: list[tuple[Node, bool]] = []  # what ranks, and whether it must hold
        self.excluded: list[Node] = []
        self.filters: list[tuple[str, str]] = []
        self.excluded_filters: list[tuple[str, str]] = []

    def read(self) -> Query:
        """Read the question from its first part to its last."""
        joining = False
        for match in _TOKEN.finditer(self.text):
            if match["or"]:
                joining = bool(self.nodes)
                continue
            before = len(self.nodes)
            self._take(match)
            if joining and len(self.nodes) > before > 0:
                self._join(before)
            joining = False
        return Query(
            text=self.text,
            wanted=_clauses(self._without_stop_words()),
            required=_clauses([node for node, must in self.nodes if must]),
            excluded=tuple(dict.fromkeys(self.excluded)),
            filters=tuple(dict.fromkeys(self.filters)),
            excluded_filters=tuple(dict.fromkeys(self.excluded_filters)),
        )

    def _without_stop_words(self) -> list[Node]:
        """Give the wanted nodes without stop words, unless nothing else is asked for; IT in capitals is none."""
        wanted = [node for node, must in self.nodes if not must]
        spared = STOP_WORDS - self.in_capitals
        kept = [node for node in wanted if not (isinstance(node, Word) and node.text in spared)]
        return kept if kept or len(wanted) < len(self.nodes) else wanted

    def _take(self, match: re.Match[str]) -> None:
        """Sort one part: a filter, a phrase or a word, each perhaps excluded or asked of the title."""
        quoted = match["phrase"] is not None
        minus = bool(match["minus"] or match["minus_word"])
        field, said = match["field"] or match["word_field"], match["phrase"] if quoted else match["word"]
        if field in FILTER_FIELDS and said.strip(' "'):
            (self.excluded_filters if minus else self.filters).append((field, said.strip(' "')))
            return
        if field and field != "title":
            said = f"{field} {said}"  # no field of ours: two words with a colon between them
        nodes = _phrase(said) if quoted or minus or field == "title" else self._words(said)
        if field == "title":
            nodes = [InTitle(node) for node in nodes if not isinstance(node, InTitle)]
        if minus:
            self.excluded += nodes
        else:
            self.nodes += [(node, quoted or field == "title") for node in nodes]

    def _words(self, said: str) -> list[Node]:
        """Read what stands between two spaces: words, numbers with a point, hyphenated words and their joined form."""
        nodes: list[Node] = []
        for chunk in _CHUNK.findall(said):
            parts = chunk.split("-")
            nodes += [self._word(part) for part in parts]
            if len(parts) > 1:
                nodes.append(Word("".join(_found(chunk))))
        return nodes

    def _word(self, part: str) -> Node:
        """Read one word; a number such as 211.110 is a phrase, and a word in capitals is no stop word."""
        words = _found(part)
        if len(words) > 1:
            return Phrase(tuple(words))
        if len(part) > 1 and part.isupper() and not self.text.isupper():
            self.in_capitals.add(words[0])
        return Word(words[0])

    def _join(self, before: int) -> None:
        """Make one node of what stands on both sides of OR."""
        first, must = self.nodes[before - 1]
        later = self.nodes[before:]
        if isinstance(first, InTitle) or any(isinstance(node, InTitle) for node, _must in later):
            return
        options = chain.from_iterable(
            node.options if isinstance(node, Either) else (node,) for node in (first, *(node for node, _must in later))
        )
        both = Either(tuple(dict.fromkeys(options)))  # type: ignore[arg-type]  # InTitle was ruled out above
        self.nodes[before - 1 :] = [(both, must and all(also for _node, also in later))]


def _found(text: str) -> list[str]:
    """Find the words of a text, casefolded, without the possessive s."""
    folded = (word.casefold() for word in _WORD.findall(text))
    return [word.removesuffix("'s") or word for word in folded]


def _phrase(said: str) -> list[Node]:
    """Read a phrase; with hyphens in it, the joined spelling does as well."""
    spellings = [_found(said)]
    if "-" in said:
        spellings.append(_found(re.sub(r"(?<=\w)-(?=\w)", "", said)))
    options = dict.fromkeys(Phrase(tuple(words)) if len(words) > 1 else Word(words[0]) for words in spellings if words)
    if len(options) > 1:
        return [Either(tuple(options))]
    return list(options)


def _clauses(nodes: list[Node]) -> tuple[Clause, ...]:
    """Count each node once, heavier for each time it was typed."""
    return tuple(Clause(node, float(nodes.count(node))) for node in dict.fromkeys(nodes))
