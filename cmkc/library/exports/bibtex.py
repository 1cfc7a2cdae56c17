"""BibTeX: entries that BibTeX, Biber and reference managers read back as they were."""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from cmkc.core.citable import Citable, address_of, record_line
from cmkc.library.item_types import ITEM_TYPES

ESCAPES = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
LONE_BRACES = {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
"""BibTeX counts an escaped brace as a brace, so one without its partner would end the field."""
SPECIAL = re.compile("[" + re.escape("".join(ESCAPES)) + "]")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle", "techreport": "series"}
PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
VERBATIM = ' {}\\"%'
"""Characters that a verbatim field, which LaTeX does not read, cannot hold as they are."""


def escape(text: str) -> str:
    """Write text so that LaTeX shows it as it is; letters of all alphabets stay UTF-8."""
    table = ESCAPES if _is_balanced(text) else ESCAPES | LONE_BRACES
    return SPECIAL.sub(lambda match: table[match[0]], " ".join(text.split()))


def _is_balanced(text: str) -> bool:
    """Tell whether every brace has its partner."""
    depth = 0
    for mark in text:
        depth += (mark == "{") - (mark == "}")
        if depth < 0:
            return False
    return depth == 0


def title(text: str) -> str:
    """Write a title; words with a capital inside are braced, because styles set the others in small letters."""
    words = []
    for word in text.split():
        letters = [letter for letter in word if letter.isalpha()]
        braced = any(letter.isupper() for letter in letters[1:])
        words.append(f"{{{escape(word)}}}" if braced else escape(word))
    return " ".join(words)


def verbatim(text: str) -> str:
    """Write an address or a DOI: it is not read by LaTeX, so nothing is escaped and braces are percent-encoded."""
    return "".join(quote(mark) if mark in VERBATIM and mark != "%" else mark for mark in text.strip())


def name(person: dict[str, str]) -> str:
    """Write one name as `Family, Given`; an organisation stands in braces and is never taken apart."""
    if "literal" in person:
        return f"{{{escape(person['literal'])}}}"
    family = _name_part(person.get("family", ""))
    given = person.get("given", "")
    if not given:
        return f"{{{family}}}" if " " in family else family
    return f"{family}, {_name_part(given)}"


def _name_part(text: str) -> str:
    """Brace a part of a name that holds a comma or the word `and`, which BibTeX would split it at."""
    splits = "," in text or "and" in text.casefold().split()
    return f"{{{escape(text)}}}" if splits else escape(text)


def names(people: list[dict[str, str]], *, cut: bool = False) -> str:
    """Write a list of names in its order; `cut` says that the work has more."""
    return " and ".join([*map(name, people), *(["others"] if cut else [])])


def _dates(csl: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give year and month for BibTeX and the whole date for Biber."""
    if "issued" not in csl:
        return
    parts = csl["issued"]["date-parts"][0]
    yield "year", f"{{{parts[0]}}}"
    if len(parts) > 1:
        yield "month", MONTHS[parts[1] - 1]
    yield "date", "{" + "-".join(f"{part:04d}" if at == 0 else f"{part:02d}" for at, part in enumerate(parts)) + "}"


def _where(csl: dict[str, Any], entry: str) -> Iterator[tuple[str, str]]:
    """Give what says where the work stands: journal, volume, pages, publisher."""
    issue, number = csl.get("issue", ""), csl.get("number", "")
    plain = {
        CONTAINERS.get(entry, "howpublished"): csl.get("container-title", ""),
        "volume": csl.get("volume", ""),
        "number": issue or number,
        "edition": csl.get("edition", ""),
        PUBLISHERS.get(entry, "publisher"): csl.get("publisher", ""),
        "address": csl.get("publisher-place", ""),
        "type": csl.get("genre", ""),
        "isbn": csl.get("ISBN", ""),
        "issn": csl.get("ISSN", ""),
    }
    for field, value in plain.items():
        if value:
            yield field, f"{{{escape(str(value))}}}"
    if csl.get("page"):
        yield "pages", "{" + re.sub(r"(?<=\w)[-–](?=\w)", "--", escape(csl["page"])) + "}"


def _fields(citable: Citable, entry: str, site: str) -> Iterator[tuple[str, str]]:
    """Give the fields of one entry in the order in which people read them."""
    csl = citable.csl
    for role in ("author", "editor", "translator"):
        if csl.get(role):
            yield role, f"{{{names(csl[role], cut=citable.authors_cut and role == 'author')}}}"
    yield "title", f"{{{title(csl['title'])}}}"
    yield from _dates(csl)
    yield from _where(csl, entry)
    addresses = {"doi": csl.get("DOI"), "url": address_of(citable, site)}
    yield from ((field, f"{{{verbatim(value)}}}") for field, value in addresses.items() if value)
    texts = {
        "abstract": csl.get("abstract"),
        "keywords": csl.get("keyword"),
        "language": csl.get("language"),
        "copyright": citable.licence,
        "note": "" if citable.checked else "Not yet checked",
        "annote": record_line(citable, site),
    }
    yield from ((field, f"{{{escape(value)}}}") for field, value in texts.items() if value)


def entry_of(citable: Citable, site: str) -> str:
    """Write one entry."""
    entry = ITEM_TYPES[citable.item_type].bibtex
    if entry == "article" and not citable.csl.get("container-title"):
        entry = "misc"  # an article without a journal is an error to BibTeX
    lines = [f"  {field} = {value}," for field, value in _fields(citable, entry, site)]
    return "\n".join([f"@{entry}{{{citable.key},", *lines, "}"])


def write(citables: Iterable[Citable], site: str) -> str:
    """Write a BibTeX file in UTF-8; `site` is the address of this site."""
    return "\n\n".join(entry_of(citable, site) for citable in citables) + "\n"
