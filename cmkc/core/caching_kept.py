"""Kept pages: what of an answer may be shown to everybody, compressed once."""

import gzip
import re
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from cmkc.core.caching_keys import Validity

LARGEST = 4 * 1024 * 1024
LEVEL = 6
ACCEPTS_GZIP = re.compile(r"\bgzip\b")
"""As Django's own GZipMiddleware reads it."""


@dataclass(frozen=True)
class KeptPage:
    """A page as it is sent: its headers, and its body compressed."""

    validity: Validity
    headers: dict[str, str]
    body: bytes

    def response(self, request: HttpRequest) -> HttpResponse:
        """Answer with the page, compressed for who takes that; for HEAD its headers only."""
        packed = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
        body = self.body if packed else gzip.decompress(self.body)
        response = HttpResponse(b"" if request.method == "HEAD" else body, headers=self.headers)
        response.headers["Content-Length"] = str(len(body))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        return response


def keep(request: HttpRequest, response: HttpResponseBase, validity: Validity) -> KeptPage | None:
    """Make the kept form of an answer; None when it is not for everybody, or for once only.

    The body holds no secret of the reader's (that is what is checked here), so compressing it gives nothing away.
    """
    if not isinstance(response, HttpResponse) or response.status_code != 200 or response.cookies:  # noqa: PLR2004
        return None
    if response.has_header("Content-Encoding") or len(response.content) > LARGEST or _is_for_one(request, response):
        return None
    headers = {name: value for name, value in response.items() if name not in {"Content-Length", "Cache-Control"}}
    return KeptPage(validity, headers, gzip.compress(response.content, LEVEL, mtime=0))


def _is_for_one(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether the page holds a form's token, began a session, shows a message, or says that it is private."""
    session = getattr(request, "session", None)
    messages = getattr(request, "_messages", None)
    return (
        bool(request.META.get("CSRF_COOKIE_NEEDS_UPDATE"))
        or (session is not None and session.modified)
        or bool(getattr(messages, "added_new", False))
        or "private" in response.headers.get("Cache-Control", "")
        or "no-store" in response.headers.get("Cache-Control", "")
    )
