"""Other apps keep jurisdictions by their codes; here they find names and pages."""

from collections.abc import Collection

from cmkc.core.places import Place, register
from cmkc.regulatory.models import Jurisdiction


def _find(codes: Collection[str]) -> dict[str, Place]:
    """Find jurisdictions by code; one query."""
    found = Jurisdiction.objects.filter(code__in=codes)
    return {place.code: Place(place.code, place.name, place.get_absolute_url()) for place in found}


register("regulatory", _find)
