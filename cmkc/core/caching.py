"""The page cache: what everybody sees alike is answered by ETag, or from a kept copy, without running its view.

A visitor's page depends on its address, its areas' content versions, language, theme, and this build of the program.
These are its key, and the key is its ETag. Whoever has a session gets a page of their own, which nobody keeps.
"""

import functools
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Concatenate, ParamSpec

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cmkc.core.caching_kept import KeptPage, keep
from cmkc.core.caching_keys import Validity, key_of
from cmkc.core.registry import Registry
from cmkc.core.versions import touch, versions_of

__all__ = ["edges", "public_page", "touch", "versions_of"]

Parameters = ParamSpec("Parameters")
View = Callable[Concatenate[Any, Parameters], HttpResponseBase]

PUBLIC = "public, max-age=0, must-revalidate"
"""Anyone may store the page, and asks before each use whether it still holds; that question costs a 304."""
PRIVATE = "private, no-store"
HOUR = 3600
ETAGS = re.compile(r'(?:W/)?"([^"]*)"')

edges: Registry[Callable[[datetime], datetime | None]] = Registry(module="edges")
"""By area: when its pages next change by themselves (an embargo ends, a statement takes effect), or None.

An app registers it in its `edges.py`; it costs that app's one query when a page is built, none when it is kept.
"""


def public_page(*areas: str, by_day: bool = False) -> Callable[[View[Parameters]], View[Parameters]]:
    """Let visitors' pages of a view be answered by ETag or kept, until one of `areas` changes.

    An area is an app's label, or a pattern of the view's keyword arguments such as `"forum:{pk}"`. `by_day` is for
    pages that say what holds today. A view is kept only when it answers 200 and sets no cookie, holds no token of a
    form and left the session alone; its dates are watched through `edges`.

    Cost for a visitor: 1 query; a kept page runs no view. A method of a page type is wrapped by `method_decorator`.
    """

    def wrap(view: View[Parameters]) -> View[Parameters]:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in {"GET", "HEAD"}:
                return view(request, *args, **kwargs)
            build = functools.partial(_as_get, request, functools.partial(view, request, *args, **kwargs))
            if _is_personal(request):
                response = build()
                response.headers["Cache-Control"] = PRIVATE
                patch_vary_headers(response, ["Cookie"])
                return response
            named = [area.format(**kwargs) for area in areas]
            return _Visit(request, named, key_of(request, versions_of(named), by_day=by_day)).answer(build)

        return answer

    return wrap


def _is_personal(request: HttpRequest) -> bool:
    """Tell whether the page may differ from what other visitors see: a session, a message waiting, a key."""
    cookies = request.COOKIES
    return settings.SESSION_COOKIE_NAME in cookies or "messages" in cookies or "Authorization" in request.headers


def _as_get(request: HttpRequest, view: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Run a view, for HEAD as for GET, and render what it left to be rendered."""
    method, request.method = request.method, "GET"
    try:
        response = view()
        render = getattr(response, "render", None)
        return render() if callable(render) else response
    finally:
        request.method = method


@dataclass(frozen=True)
class _Visit:
    """One visitor's request for a public page."""

    request: HttpRequest
    areas: Sequence[str]
    key: str

    def answer(self, build: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        """Answer with 304, from the kept page, or by building it."""
        if settings.DEBUG:  # templates change under our hands
            return build()
        now = timezone.now()
        known = self._known_to_client(now)
        if known:
            return self._finished(HttpResponseNotModified(), known)
        kept: KeptPage | None = cache.get(self.key)
        if kept is not None and kept.validity.holds(now):
            return self._finished(kept.response(self.request), kept.validity)
        return self._built(build, now)

    def _built(self, build: Callable[[], HttpResponseBase], now: datetime) -> HttpResponseBase:
        """Build the page, and keep it when everybody may have it."""
        validity = Validity(self.key, self._next_edge(now))
        response = build()
        page = keep(self.request, response, validity)
        if page is None or not validity.holds(timezone.now()):
            if response.status_code == 200:  # noqa: PLR2004
                response.headers["Cache-Control"] = PRIVATE
            patch_vary_headers(response, ["Cookie"])
            return response
        cache.set(self.key, page, HOUR)
        return self._finished(page.response(self.request), validity)

    def _known_to_client(self, now: datetime) -> Validity | None:
        """Give the validity of a copy that the client has and may go on using."""
        for tag in ETAGS.findall(self.request.headers.get("If-None-Match", "")):
            validity = Validity.of_tag(tag)
            if validity is not None and validity.key == self.key and validity.holds(now):
                return validity
        return None

    def _next_edge(self, now: datetime) -> datetime | None:
        """Give the moment when the page changes by itself, if there is one."""
        hooks = [edges.get(name) for name in dict.fromkeys(area.partition(":")[0] for area in self.areas)]
        return min(filter(None, (hook(now) for hook in hooks if hook)), default=None)

    def _finished(self, response: HttpResponse, validity: Validity) -> HttpResponse:
        """Set the headers that a public page goes out with."""
        response.headers["ETag"] = f'W/"{validity.tag}"'
        response.headers["Cache-Control"] = PUBLIC
        patch_vary_headers(response, ["Cookie", "Accept-Encoding", "HX-Request"])
        return response
