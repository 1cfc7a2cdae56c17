"""Other apps keep jurisdictions by their codes; here they find names and pages."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet

from cmkc.core.addresses import address
from cmkc.core.places import Place, register
from cmkc.core.prepared import prepared
from cmkc.regulatory.models import Jurisdiction


def _find(codes: Collection[str]) -> dict[str, Place]:
    """Find jurisdictions by code; one query."""
    return {code: Place(code, name, address("regulatory:jurisdiction", code)) for code, name in _named(codes)}


@prepared
def _named(codes: Any) -> QuerySet[Jurisdiction, Any]:
    return Jurisdiction.objects.filter(code__in=codes).values_list("code", "name")


register("regulatory", _find)
