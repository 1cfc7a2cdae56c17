"""Views of core: the reader's theme, and the error pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cmkc.core.context_processors import THEMES

YEAR = 365 * 24 * 60 * 60


@csrf_exempt  # It changes nothing but the colours of the reader's own screen, and kept pages hold no token.
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back to the page; no query."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    theme = request.POST.get("theme", "")
    if theme in THEMES:
        response.set_cookie(
            settings.THEME_COOKIE_NAME, theme, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SECURE_SITE
        )
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Say what to do when a form's token is missing or old; the browser's Back keeps what was typed."""
    return render(request, "403_csrf.html", status=403)
