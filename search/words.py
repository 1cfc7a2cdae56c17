"""What the index keeps of a thing in words – a kind, a stage, a confidence – said in the language of the reader.

The index is written in one language, and its words are those that the catalogues translate. A word that no catalogue
knows was written by somebody: it stays as it is, and the row says in which language.
"""

import re
from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import get_language, gettext

KEPT_IN = settings.LANGUAGE_CODE
"""The language of kept words."""
_GRADED = re.compile(r"(?P<grade>[A-Z]): (?P<words>.+)", re.DOTALL)
_NUMBERED = re.compile(r"(?P<words>\D*\S) (?P<number>\d[\d.-]*)")
_NUMBER = re.compile(r"\d[\d.-]*")


def split(kept: Iterable[str]) -> tuple[list[str], list[str]]:
    """Part words in the reader's language, which come second, from those left in `KEPT_IN`; no query."""
    left: list[str] = []
    said: list[str] = []
    for words in kept:
        own = in_readers_language(words)
        (left if own is None else said).append(words if own is None else own)
    return left, said


def in_readers_language(words: str) -> str | None:
    """Say kept words in the reader's language; None where no catalogue knows them. A date needs no language.

    Besides whole entries it knows the two forms that apps put together: "release 1.0" and "A: confirmed".
    """
    if (get_language() or KEPT_IN) == KEPT_IN or _NUMBER.fullmatch(words):
        return words
    if graded := _GRADED.fullmatch(words):
        own = _known(graded["words"])
        return own and f"{graded['grade']}: {own}"
    if numbered := _NUMBERED.fullmatch(words):
        return _numbered(numbered["words"], numbered["number"])
    return _known(words)


def _known(words: str) -> str | None:
    """Give the catalogue's entry; an entry that reads the same in both languages counts as none."""
    own = gettext(words) if words else ""
    return own if own and own != words else None


def _numbered(words: str, number: str) -> str | None:
    """Give "valid from 2023" and "release 1.0", whose entries are "valid from" and "release %(number)s"."""
    if own := _known(words):
        return f"{own} {number}"
    own = _known(f"{words} %(number)s")
    return own.replace("%(number)s", number) if own else None
