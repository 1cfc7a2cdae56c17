"""A ban: whoever is banned still signs in, reads, takes their data away and appeals, and does nothing else."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cmkc.moderation.models import Sanction

SAFE = {"GET", "HEAD", "OPTIONS"}
OPEN = ("/accounts/", "/me/", "/theme/", "/mail/unsubscribe/")
"""Where a banned member may still post: signing in and out, their own data, their appeals."""


class BanMiddleware:
    """Answers 403 to what a banned member sends; 1 query for each POST of somebody signed in, none for reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request pass unless it would change something and its sender is banned."""
        if request.method in SAFE or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)
        path = request.path.removeprefix(f"/{get_language()}")
        if path.startswith(OPEN) or not request.user.is_authenticated:
            return self.get_response(request)
        if not Sanction.objects.in_force().filter(user=request.user, kind="ban").exists():
            return self.get_response(request)
        return render(request, "moderation/banned.html", {}, status=403)
