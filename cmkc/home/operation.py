"""What machines ask: is it alive, is it ready, what may robots read."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe


@require_safe
def live(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Say that the process answers; no query."""
    return HttpResponse("live\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Say whether the database answers; 503 when it does not. One query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:  # noqa: BLE001  (whatever is wrong with the database, the answer is the same)
        return JsonResponse({"ready": False, "database": False}, status=503)
    return JsonResponse({"ready": True, "database": True})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  (Django's signature)
    """Leave the CMS, sign-in, members' pages and endless lists of search results to people."""
    closed = ("/cms/", "/accounts/", "/me/", "/search/")
    lines = ["User-agent: *", *(f"Disallow: {address}" for address in closed), f"Host: {settings.SITE_URL}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
