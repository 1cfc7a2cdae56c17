"""The pages shown when something is refused or fails: they look nothing up, so that they show whatever is broken.

Each names the request's id, which stands in the log beside what happened and in the answer's `X-Request-ID`.
"""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from cmkc.core.context_processors import theme_of


def _page(request: HttpRequest, template: str, status: int, **more: str) -> HttpResponse:
    context = {"incident": getattr(request, "id", ""), "theme": theme_of(request), **more}
    return HttpResponse(render_to_string(template, context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer what cannot be understood."""
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer who may not do this."""
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Answer where nothing is, or nothing that this reader may see."""
    return _page(request, "404.html", 404)


def too_many_requests(request: HttpRequest, come_back: str = "") -> HttpResponse:
    """Answer who asks too often; `come_back` says when to ask again."""
    return _page(request, "429.html", 429, come_back=come_back)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer when an error of ours stopped the page."""
    return _page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Say what to do when a form's token is missing or old; the browser's Back keeps what was typed."""
    return _page(request, "403_csrf.html", 403)
