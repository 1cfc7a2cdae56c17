"""Names of jurisdictions for apps that keep only their codes; the app that owns jurisdictions registers the lookup."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cmkc.core.registry import Registry

INTERNATIONAL = "international"


@dataclass(frozen=True)
class Place:
    """A jurisdiction as a reader sees it; `url` is its page, or nothing."""

    code: str
    name: str
    url: str = ""


Lookup = Callable[[Collection[str]], dict[str, Place]]
lookups: Registry[Lookup] = Registry("places")
"""Filled by a `places.py`: a function that finds places by code in one query."""


def register(name: str, lookup: Lookup) -> Lookup:
    """Add a lookup. Raises: ValueError when the name is taken."""
    return lookups.register(name, lookup)


def places(codes: Collection[str]) -> dict[str, Place]:
    """Find places by code, one query a lookup; a code that nobody knows stands for itself, in capitals."""
    wanted = set(codes)
    found = {code: Place(code, code.upper()) for code in wanted}
    if INTERNATIONAL in wanted:
        found[INTERNATIONAL] = Place(INTERNATIONAL, _("International"))
    for lookup in lookups:
        found |= lookup(wanted)
    return found
