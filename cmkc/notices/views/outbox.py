"""The demo's outbox: whoever tries the demo reads here what would have come by mail. There is none elsewhere."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from cmkc.notices.models import OutboxMail

NEWEST = 50


def _check() -> None:
    if not settings.DEMO:
        raise Http404


@require_GET
@cache_control(private=True, no_store=True)
def outbox(request: HttpRequest) -> HttpResponse:
    """List the newest mails; `?to=` keeps those to one address."""
    _check()
    mails = OutboxMail.objects.all()
    asked = request.GET.get("to", "")[:200]
    if asked:
        mails = mails.filter(to__icontains=asked)
    return render(request, "notices/outbox.html", {"mails": mails[:NEWEST], "asked": asked})


@require_GET
@cache_control(private=True, no_store=True)
def mail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one mail as text, with its headers."""
    _check()
    kept = get_object_or_404(OutboxMail, pk=pk)
    context: dict[str, Any] = {"mail": kept, "headers": sorted(kept.headers.items())}
    return render(request, "notices/outbox_mail.html", context)


@require_GET
@cache_control(private=True, no_store=True)
def as_html(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001  (the form of a view)
    """Show the HTML part by itself; the policy of every page allows it neither script nor style."""
    _check()
    kept = get_object_or_404(OutboxMail.objects.exclude(html=""), pk=pk)
    return HttpResponse(kept.html)
