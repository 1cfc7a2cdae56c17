"""Views of core: the reader's theme, and the icon."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

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


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Lead to the icon from where browsers look for it when they show a file that is no page."""
    response = HttpResponseRedirect(static("img/favicon.png"))
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
