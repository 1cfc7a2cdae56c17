"""What every page of the member's area shares: the list of its sections."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from cmkc.core.moderated import kinds_of
from cmkc.core.waiting import count_for


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """List the sections of the member's area, the one being read marked; work and desk only for those who have one."""
    items = [
        (_("Overview"), "accounts:me"),
        (_("Notices"), "notices:list"),
        (_("Bookings"), "bookings:mine"),
        (_("Profile"), "accounts:my_profile"),
        (_("Sector"), "accounts:my_sector"),
        (_("Security"), "accounts:my_security"),
        (_("API keys"), "accounts:keys"),
        (_("My data"), "accounts:my_data"),
        (_("Decisions about you"), "moderation:my_decisions"),
    ]
    if count_for(request.user):
        items.insert(1, (_("Work waiting for you"), "accounts:my_work"))
    if kinds_of(request.user):
        items.append((_("Moderators' desk"), "moderation:queue"))
    current = request.resolver_match.view_name if request.resolver_match else ""
    return [{"label": label, "url": reverse(name), "current": name == current} for label, name in items]
