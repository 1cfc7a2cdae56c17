"""What of the library can be cited by the exporters, the citation box and harvesting."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from cmkc.core.citable import Citable, CitableKind, register
from cmkc.library.csl import citable_of
from cmkc.library.models import Publication
from cmkc.library.querysets import families_named

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User


def _find(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, Citable]:
    """Find the newest versions of these works, by CMKC id or content id; 3 queries."""
    rows = (
        Publication.objects.visible_to(reader)
        .newest_versions()
        .filter(families_named(keys, "family__"))
        .select_related("family")
        .with_parts()
    )
    found: dict[str, Citable] = {}
    for publication in rows:
        citable = citable_of(publication)
        found |= {name: citable for name in (publication.cmkc_id, publication.family.key or "") if name in keys}
    return found


register(CitableKind("ref", _find))
