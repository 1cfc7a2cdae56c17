"""A citation as a line of text: names, year, title, where it stands, identifier."""

import re
from typing import Any

from django.utils.translation import gettext as _

from cmkc.core.citable import Citable

NAMES_AT_MOST = 20
SHORT_NAMES = 2


def citation(citable: Citable) -> str:
    """Write the reference as plain text, as it stands in a list of references."""
    csl = citable.csl
    people = csl.get("author") or csl.get("editor") or []
    parts = [
        f"{_names(people, cut=citable.authors_cut)} ({_year(csl)}).".lstrip(),
        _sentence(csl["title"] + _edition(csl)),
        _sentence(_container(csl)),
        _sentence(_publisher(csl)),
        f"https://doi.org/{csl['DOI']}" if csl.get("DOI") else csl.get("URL", ""),
    ]
    return " ".join(part for part in parts if part)


def short_citation(citable: Citable) -> str:
    """Write the reference as it stands in running text: “Gao et al. 2012”."""
    csl = citable.csl
    people = [
        person.get("literal") or person.get("family", "") for person in csl.get("author") or csl.get("editor") or []
    ]
    if not people:
        names = csl["title"]
    elif len(people) > SHORT_NAMES or citable.authors_cut:
        names = f"{people[0]} et al."
    else:
        names = " & ".join(people)
    return f"{names} {_year(csl)}"


def _edition(csl: dict[str, Any]) -> str:
    """Say which edition it is, in brackets after the title."""
    if not csl.get("edition"):
        return ""
    word = _("ed.")  # not inside the f-string, where xgettext does not look
    return f" ({csl['edition']}. {word})"


def _year(csl: dict[str, Any]) -> str:
    """Give the year, or what stands for it when it is unknown."""
    return str(csl["issued"]["date-parts"][0][0]) if "issued" in csl else _("n.d.")


def _initials(given: str) -> str:
    """Shorten given names to initials: `Anne-Marie P.` to `A.-M. P.`."""
    parts = [re.sub(r"(\w)\w*\.?", r"\1.", part) for part in given.replace(".", ". ").split()]
    return " ".join(parts)


def _name(person: dict[str, str]) -> str:
    """Write one name with initials; an organisation in full."""
    return person.get("literal") or ", ".join(
        part for part in (person.get("family", ""), _initials(person.get("given", ""))) if part
    )


def _names(people: list[dict[str, str]], *, cut: bool) -> str:
    """Write the names, the last one after an ampersand; more than twenty, or a list cut off, end in “et al.”."""
    written = [_name(person) for person in people[:NAMES_AT_MOST]]
    if cut or len(people) > NAMES_AT_MOST:
        return ", ".join(written) + " et al."
    if len(written) > 1:
        return f"{', '.join(written[:-1])} & {written[-1]}"
    return "".join(written)


def _container(csl: dict[str, Any]) -> str:
    """Write journal, volume, issue and pages."""
    volume = csl.get("volume", "") + (f"({csl['issue']})" if csl.get("issue") else "")
    return ", ".join(part for part in (csl.get("container-title", ""), volume, csl.get("page", "")) if part)


def _publisher(csl: dict[str, Any]) -> str:
    """Write report number, place and publisher."""
    place = ": ".join(part for part in (csl.get("publisher-place", ""), csl.get("publisher", "")) if part)
    return ", ".join(part for part in (csl.get("number", ""), place) if part)


def _sentence(text: str) -> str:
    """End a text with a full stop, unless it has one or is empty."""
    return text if not text or text[-1] in ".?!" else f"{text}."
