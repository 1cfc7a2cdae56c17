"""The site's addresses, and one that answers with nothing: the measure for all the others."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from cmkc.urls import urlpatterns as site_patterns


def empty(_request: HttpRequest) -> HttpResponse:
    """Answer with two letters."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [path("bench/empty/", empty), *site_patterns]
