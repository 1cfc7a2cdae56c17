"""Rules of accounts that hold on every address: the second factor, the member's time zone, answers of even length."""

import math
import time
import zoneinfo
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from cmkc.accounts.second_factor import is_wanting

OPEN_WITHOUT = ("account_", "mfa_", "usersessions_", "core:", "accounts:me", "accounts:my_", "notices:unsubscribe")
"""Addresses that stay open until the second factor is there: signing in and out, setting it up, one's own data, the
way out of mail."""

EVEN = {"account_login", "account_signup", "account_reset_password", "account_email_verification_sent"}
"""Forms whose answer must not tell by its time whether an address has an account."""

Answer = Callable[[HttpRequest], HttpResponse]


class SecondFactorMiddleware:
    """Leads people whose role needs a second factor to setting it up, before they reach anything else."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send whoever lacks it to the page of the second factor; costs what `second_factor.is_wanting` says."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name and name.startswith(OPEN_WITHOUT):
            return None
        return HttpResponseRedirect(reverse("mfa_index")) if is_wanting(request) else None


class TimeZoneMiddleware:
    """Shows members times in the zone of their profile; visitors read UTC."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the member's time zone; a visitor without a session costs no query."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return self.get_response(request)
        try:
            zone = zoneinfo.ZoneInfo(request.user.time_zone)
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return self.get_response(request)
        with timezone.override(zone):
            return self.get_response(request)


class EvenTimeMiddleware:
    """Makes the answers of the forms in EVEN take a whole number of steps of settings.EVEN_SECONDS.

    What the site does for a known and for an unknown address is made equal where that can be done (one password hash,
    one mail); what is left, a few writes to the database, disappears in the step.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and wait for the end of the step."""
        started = time.monotonic()
        response = self.get_response(request)
        match = request.resolver_match
        if request.method == "POST" and settings.EVEN_SECONDS and match and match.view_name in EVEN:
            time.sleep(until_next_step(time.monotonic() - started, settings.EVEN_SECONDS))
        return response


def until_next_step(elapsed: float, step: float) -> float:
    """Give the seconds from `elapsed` to the next whole number of steps."""
    return math.ceil(elapsed / step) * step - elapsed
