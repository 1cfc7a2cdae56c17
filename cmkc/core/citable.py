"""What can be cited: a publication, a guide release. Citation boxes, exporters and harvesting take any of them."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cmkc.core.facts import Sourced
from cmkc.core.registry import Registry

if TYPE_CHECKING:
    from datetime import datetime

    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


@dataclass(frozen=True)
class Citable:
    """One thing that can be cited, in the terms of CSL-JSON, which every format of citations is written from."""

    kind: str
    """The kind of reference by which texts cite it: `ref`, `guide`."""
    key: str
    """The permanent id, unique over all kinds: `CMKC-000123`. Letters, digits, `.`, `_` and `-` only."""
    item_type: str
    """A name of `cmkc.library.item_types`, finer than the type of CSL."""
    csl: dict[str, Any]
    """A CSL-JSON item: type, title, author, issued, container-title, DOI, URL, abstract, keyword, language …"""
    url: str
    """The landing page, as a path of this site."""
    changed_at: "datetime | None" = None
    """When the record last changed; its own date stands in `csl["issued"]`."""
    licence: str = ""
    """The SPDX id of the licence, or nothing."""
    checked: bool = True
    """Whether somebody read a source for this record."""
    provenance: str = ""
    """Where the record comes from, in one line that exports carry."""
    authors_cut: bool = False
    """Whether the list of authors is only the beginning of it."""
    keywords: tuple[str, ...] = ()
    """The keywords one by one; `csl["keyword"]` holds them as one text."""
    status: tuple[str, ...] = ()
    """How it was reviewed and how it can be had, in words that exports carry."""


@dataclass(frozen=True)
class CitableKind:
    """How one kind is found: `find(keys, reader)` gives what the reader may see, in a fixed number of queries."""

    name: str
    find: Callable[[Collection[str], "User | AnonymousUser"], dict[str, Citable]]


kinds: Registry[CitableKind] = Registry("citable")
"""Filled by the `citable.py` of each app that has something to cite."""


def register(kind: CitableKind) -> CitableKind:
    """Add a kind. Raises: ValueError when its name is taken."""
    return kinds.register(kind.name, kind)


def find(kind: str, key: str, reader: "User | AnonymousUser") -> Citable | None:
    """Give one citable thing, or None when it is not there for this reader; as many queries as its kind's `find`."""
    found = kinds.get(kind)
    return found.find([key], reader).get(key) if found else None


def address_of(citable: Citable, site: str) -> str:
    """Give the work's own address, else its landing page here; nothing when its DOI says where it is."""
    address = str(citable.csl.get("URL", ""))
    return address or ("" if citable.csl.get("DOI") else site + citable.url)


def record_line(citable: Citable, site: str) -> str:
    """Say in one line what record of this site an exported citation is: id, address, status, provenance."""
    parts = [f"{citable.key}, {site}{citable.url}.", *(f"{status}." for status in citable.status), citable.provenance]
    return " ".join(part for part in parts if part)


def provenance_line(fact: Sourced) -> str:
    """Say in one line where a record comes from, when, and how sure that is; "Not yet checked" stands first."""
    parts = [] if fact.checked else [_("Not yet checked.")]
    source = ", ".join(part for part in (fact.source_title, fact.source_body) if part)
    if source:
        parts.append(_("Source of this record: %(source)s.") % {"source": source})
    if fact.shown_date:
        parts.append(_("Date: %(date)s.") % {"date": fact.shown_date})
    if fact.checked:
        parts.append(_("Confidence: %(confidence)s.") % {"confidence": fact.get_confidence_display()})
    return " ".join(parts)
