"""What the API says about the owner of a key; `cmkc/api.py` mounts the router under /api/v1/."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema

from cmkc.accounts.api_keys import KeyFor
from cmkc.accounts.models import Scope, User

router = Router(tags=["account"])


class Member(Schema):
    """The owner of the key, as others see them; never the e-mail address."""

    name: str
    organisation: str
    affiliation: str
    verified_sector: str
    sector_verified_until: datetime | None


@router.get("/me", auth=KeyFor(Scope.PROFILE), response=Member, summary="The owner of the key")
def me(request: HttpRequest) -> Member:
    """Give the name, organisation and verified sector of the key's owner; 2 queries."""
    user: User = request.auth  # type: ignore[attr-defined]  # django-ninja puts what KeyFor gave there
    return Member(
        name=user.name,
        organisation=user.organisation.name if user.organisation else "",
        affiliation=user.affiliation,
        verified_sector=user.verified_sector,
        sector_verified_until=user.sector_verified_until if user.verified_sector else None,
    )
