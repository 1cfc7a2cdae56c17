"""Rate limits: how often somebody may do what; one table, and one bucket of tokens for each reader and limit.

A full bucket holds `tokens`; each use takes one, and they come back evenly, all of them in `seconds`. Who has none
left is told when to come back. docs/reference/limits.md shows the table to readers.
"""

import functools
import ipaddress
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cmkc.core.buckets import Draught, take
from cmkc.core.error_pages import too_many_requests

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[Any, Parameters], HttpResponseBase]

MINUTE, HOUR, DAY = 60, 3600, 86_400
HOST_BITS_OF_IPV6 = 64
"""One line is given at least so many addresses; they count as one."""
SALT = "cmkc.core.limits"


@dataclass(frozen=True)
class Limit:
    """So many at once, and as many again in so many seconds. `reads`: a page that answers also when not counted."""

    tokens: int
    seconds: int
    reads: bool = False


LIMITS: dict[str, Limit] = {
    "search": Limit(120, MINUTE, reads=True),
    "exports": Limit(60, 10 * MINUTE, reads=True),
    "sign-up": Limit(60, HOUR),
    "sector-requests": Limit(6, DAY),
    "api-keys": Limit(20, HOUR),
    "posts": Limit(20, 10 * MINUTE),
    "votes": Limit(60, 10 * MINUTE),
    "flags": Limit(20, HOUR),
    "bookings": Limit(30, 10 * MINUTE),
}
"""What is limited. A visitor's bucket is shared by everybody behind the same address, such as a university's."""


@dataclass(frozen=True)
class Verdict:
    """Whether it may be done now, and if not, when."""

    allowed: bool
    retry_at: datetime | None = None

    @property
    def seconds(self) -> int:
        """Whole seconds until it may be done, at least 1 when it is refused."""
        if self.retry_at is None:
            return 0
        return max(1, math.ceil((self.retry_at - timezone.now()).total_seconds()))


ALLOWED = Verdict(allowed=True)


def spend(name: str, who: str, *, cost: int = 1) -> Verdict:
    """Take `cost` tokens from the bucket of `who`, or say when there will be enough; nothing is taken then.

    One operation on the shared cache or the database, two when it is refused. settings.LIMITS_FACTOR multiplies every
    bucket; 0 switches the limits off. Where the database keeps the buckets, a rollback of the caller's transaction
    gives the tokens back, so spend before it.
    Raises: KeyError for an unknown limit; ValueError for a cost that no bucket of this limit holds.
    """
    limit = LIMITS[name]
    if not 1 <= cost <= limit.tokens:
        raise ValueError(f"{name}: a bucket holds {limit.tokens} tokens, {cost} were asked for")
    if not settings.LIMITS_FACTOR:
        return ALLOWED
    now = timezone.now()
    charge = limit.seconds * cost / (limit.tokens * settings.LIMITS_FACTOR)
    key = salted_hmac(SALT, f"{name}\0{who}", algorithm="sha256").hexdigest()[:40]
    waiting = take(Draught(key, now.timestamp(), charge, limit.seconds, urgent=limit.reads))
    return Verdict(allowed=False, retry_at=now + timedelta(seconds=waiting)) if waiting else ALLOWED


def who_of(request: HttpRequest) -> str:
    """Name whose bucket a request draws from: the member's, else that of the address it comes from; no query for it."""
    named = settings.SESSION_COOKIE_NAME in request.COOKIES or "Authorization" in request.headers
    if named and request.user.is_authenticated:
        return f"user:{request.user.pk}"
    return f"address:{_address_of(request)}"


def _address_of(request: HttpRequest) -> str:
    """Give the network address of the reader: one of IPv4, or the first half of one of IPv6."""
    seen = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:  # the proxy in front writes the last one; what stands before it anybody may have written
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(seen)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, HOST_BITS_OF_IPV6), strict=False))
    return str(address)


def come_back(verdict: Verdict) -> str:
    """Say when to come back, in the reader's language and time zone: “at 14:05:10 UTC (in 2 minutes)”."""
    moment = timezone.localtime(verdict.retry_at or datetime.now(tz=UTC))
    form = "H:i:s T" if moment.date() == timezone.localdate() else "Y-m-d H:i T"
    return _("at %(moment)s (%(wait)s)") % {"moment": date_format(moment, form), "wait": _wait(verdict.seconds)}


def _wait(seconds: int) -> str:
    if seconds <= 2 * MINUTE:
        return ngettext("in %(count)d second", "in %(count)d seconds", seconds) % {"count": seconds}
    if seconds <= 2 * HOUR:
        minutes = math.ceil(seconds / MINUTE)
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    hours = math.ceil(seconds / HOUR)
    return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}


def refusal(verdict: Verdict) -> str:
    """Say in a form that it was too often, and when to come back."""
    when = {"when": come_back(verdict)}
    return _("That was too often in a short time. Send it again %(when)s: what you typed is still here.") % when


def allows(form: BaseForm, name: str, who: str) -> bool:
    """Spend for a form that is valid. A refusal stands on the form, which keeps what was typed."""
    verdict = spend(name, who)
    if not verdict.allowed:
        form.add_error(None, refusal(verdict))
    return verdict.allowed


def limited(
    name: str, *, when: Callable[[HttpRequest], bool] | None = None
) -> Callable[[View[Parameters]], View[Parameters]]:
    """Answer with the page 429 and Retry-After whoever asks for this view too often.

    `when` says which requests count, where a view answers others too. The decorator stands below `public_page`, so that
    a kept page and a 304 cost nothing.
    """

    def wrap(view: View[Parameters]) -> View[Parameters]:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            counts = when is None or when(request)
            verdict = spend(name, who_of(request)) if counts else ALLOWED
            return view(request, *args, **kwargs) if verdict.allowed else refused(request, verdict)

        return answer

    return wrap


def refused(request: HttpRequest, verdict: Verdict) -> HttpResponse:
    """Answer 429: when to come back, for people and in Retry-After."""
    response = too_many_requests(request, come_back(verdict))
    response.headers["Retry-After"] = str(verdict.seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
