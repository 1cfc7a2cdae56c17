"""Headers that stand on every answer, the id of each request, and the admin's narrow exceptions."""

import secrets
from collections.abc import Callable
from typing import Any

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cmkc.core.admin_styles import STYLE_HASHES
from cmkc.core.logs import request_id

PERMISSIONS = (
    "accelerometer=(), autoplay=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
    "microphone=(), midi=(), payment=(), usb=(), interest-cohort=(), browsing-topics=()"
)
CMS = "/cms/"
OPEN_TO_ALL = ("/api/v1/", "/oai", "/feeds/", "/credentials/")
"""Addresses that other sites may read: the public API, feeds, harvesting and credentials, all by GET."""


class RequestContextMiddleware:
    """Gives each request an id, and each answer the headers of the site's policy."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request; the id stands in the log, in error pages and in `X-Request-ID`."""
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        token = request_id.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response.headers["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        _add_headers(request, response)
        return response


def _add_headers(request: HttpRequest, response: HttpResponse) -> None:
    """Set what no page may go without; a page that set its own value keeps it."""
    open_to_all = request.method in {"GET", "HEAD"} and request.path.startswith(OPEN_TO_ALL)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin" if open_to_all else "same-origin")
    response.headers.setdefault("Cross-Origin-Embedder-Policy", "credentialless")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS)
    if open_to_all:
        response.headers.setdefault("Access-Control-Allow-Origin", "*")
    if _is_personal(request, response):
        response.headers.setdefault("Cache-Control", "private, no-store")


def _is_personal(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer may be for one person: signed in, on the way there, or given a cookie now."""
    user = getattr(request, "user", None)
    if user is None:
        return False  # a static file
    return bool(response.cookies or settings.SESSION_COOKIE_NAME in request.COOKIES or user.is_authenticated)


class AdminPolicyMiddleware:
    """Widens the policy for the CMS: its preview is a frame, and its rich-text editor adds two known style elements."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; django-csp, which stands outside, reads the attribute set here."""
        response = self.get_response(request)
        if request.path.startswith(CMS):
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            # A preview went through the whole chain already, as the page that it shows, and has that page's policy.
            response.headers.pop("Content-Security-Policy", None)
            response._csp_replace = {  # type: ignore[attr-defined]  # noqa: SLF001  (django-csp reads this attribute)
                "frame-ancestors": [SELF],
                "frame-src": [SELF],
                "style-src": [SELF, *STYLE_HASHES],
            }
        return response

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: tuple[Any, ...],
        named: dict[str, Any],
    ) -> None:
        """Refuse an address of the CMS that names a page out of the reader's reach. Raises: Http404."""
        if request.path.startswith(CMS):
            from cmkc.core.cms_reach import check_reach  # noqa: PLC0415  (models, which are not there at start)

            check_reach(request, named)
