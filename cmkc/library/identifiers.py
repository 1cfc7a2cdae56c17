"""Identifiers of works and people: how each is recognised, cleaned, checked and turned into an address."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

DOI = re.compile(r"10\.\d{4,9}/\S+")
ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]")
ROR = re.compile(r"0[a-hj-km-np-tv-z0-9]{6}\d{2}")


@dataclass(frozen=True)
class Scheme:
    """One kind of identifier: its label, whether a value is well formed, and the address it stands for."""

    name: str
    label: str | Promise
    is_valid: Callable[[str], bool]
    address: str = ""
    """A pattern with `{}` for the quoted value; nothing when there is no address."""


def is_doi(value: str) -> bool:
    """Tell whether this is a DOI without a prefix such as `https://doi.org/`."""
    return bool(DOI.fullmatch(value))


def is_isbn(value: str) -> bool:
    """Tell whether the check digit of an ISBN-10 or ISBN-13 is right (ISO 2108)."""
    digits = value.replace("-", "").replace(" ", "").upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 - place) * _digit(mark) for place, mark in enumerate(digits)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return sum((3 if place % 2 else 1) * int(mark) for place, mark in enumerate(digits)) % 10 == 0
    return False


def is_issn(value: str) -> bool:
    """Tell whether the check digit of an ISSN is right (ISO 3297)."""
    digits = value.replace("-", "").upper()
    if not re.fullmatch(r"\d{7}[\dX]", digits):
        return False
    return sum((8 - place) * _digit(mark) for place, mark in enumerate(digits)) % 11 == 0


def is_orcid(value: str) -> bool:
    """Tell whether the check digit of an ORCID iD is right (ISO 7064, MOD 11-2)."""
    if not ORCID.fullmatch(value):
        return False
    total = 0
    for mark in value[:-1].replace("-", ""):
        total = (total + int(mark)) * 2
    return (12 - total % 11) % 11 == _digit(value[-1])


def _digit(mark: str) -> int:
    """Give the value of a check digit, where X is ten."""
    return 10 if mark == "X" else int(mark)


SCHEMES: dict[str, Scheme] = {
    row.name: row
    for row in (
        Scheme("doi", "DOI", is_doi, "https://doi.org/{}"),
        Scheme("isbn", "ISBN", is_isbn),
        Scheme("issn", "ISSN", is_issn, "https://portal.issn.org/resource/ISSN/{}"),
        Scheme("pmid", "PubMed", str.isdecimal, "https://pubmed.ncbi.nlm.nih.gov/{}/"),
        Scheme("report-number", _("Report number"), bool),
    )
}
CHOICES = [(row.name, row.label) for row in SCHEMES.values()]


def address_of(scheme: str, value: str) -> str:
    """Give the address that an identifier stands for, or nothing when it has none."""
    pattern = SCHEMES[scheme].address
    return pattern.format(quote(value, safe="/:;()")) if pattern else ""


def clean(scheme: str, value: str) -> str:
    """Take off what people paste with an identifier: blanks, a resolver's address, a label."""
    value = value.strip()
    if scheme == "doi":
        return re.sub(r"^(https?://(dx\.)?doi\.org/|doi:\s*)", "", value, flags=re.IGNORECASE)
    return value


def check(scheme: str, value: str) -> None:
    """Refuse an identifier that is not well formed. Raises: ValidationError that names the scheme."""
    row = SCHEMES[scheme]
    if not row.is_valid(value):
        raise ValidationError(_("“%(value)s” is not a valid %(scheme)s."), params={"value": value, "scheme": row.label})


def check_orcid(value: str) -> None:
    """Refuse a wrong ORCID iD. Raises: ValidationError."""
    if not is_orcid(value):
        raise ValidationError(_("“%(value)s” is not a valid ORCID iD."), params={"value": value})


def check_ror(value: str) -> None:
    """Refuse what has not the form of a ROR id. Raises: ValidationError."""
    if not ROR.fullmatch(value):
        raise ValidationError(_("“%(value)s” is not a valid ROR id."), params={"value": value})
