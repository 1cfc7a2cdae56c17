"""What waits at the desks of accounts."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Min
from django.utils.translation import gettext_lazy as _

from cmkc.accounts import policies
from cmkc.accounts.models import SectorRequest
from cmkc.core.waiting import WaitingList, register

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _requests(user: "User") -> int:
    return SectorRequest.objects.waiting_for(user).count() if policies.may_verify(user) else 0


def _oldest_request(user: "User") -> datetime | None:
    if not policies.may_verify(user):
        return None
    oldest: datetime | None = SectorRequest.objects.waiting_for(user).aggregate(first=Min("created_at"))["first"]
    return oldest


register(WaitingList("accounts.sector", _("Sectors to verify"), "accounts:desk", _requests, _oldest_request))
