"""Pages for the tests of the page cache; `calls` counts what really ran."""

from datetime import datetime

from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.template.response import SimpleTemplateResponse
from django.urls import include, path
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from cmkc.core.caching import public_page
from cmkc.core.context_processors import theme_of

calls: list[str] = []
LONG = "All work and no play. " * 200
until: list[datetime] = []


@public_page("alpha", "beta")
@require_GET
def plain(request: HttpRequest) -> HttpResponse:
    calls.append(request.get_full_path())
    return HttpResponse(
        f"{get_language()} {theme_of(request)} {request.get_full_path()} {LONG}", headers={"X-Own": "1"}
    )


@public_page("topic:{pk}")
def topic(request: HttpRequest, pk: int) -> HttpResponse:
    calls.append(str(pk))
    return HttpResponse(f"topic {pk}")


@public_page("alpha", by_day=True)
def today(request: HttpRequest) -> HttpResponse:
    calls.append("today")
    return HttpResponse("today")


@public_page("dated")
def dated(request: HttpRequest) -> HttpResponse:
    calls.append("dated")
    return HttpResponse("dated")


@public_page("alpha")
def lazy(request: HttpRequest) -> HttpResponse:
    calls.append("lazy")
    return SimpleTemplateResponse("403_csrf.html") if request.GET.get("file") else SimpleTemplateResponse(_Inline())


class _Inline:
    """A template that needs no file."""

    def render(self, context: object, request: object = None) -> str:
        return "lazily rendered"


def _cookie(_request: HttpRequest, response: HttpResponse) -> None:
    response.set_cookie("a", "b")


def _token(request: HttpRequest, response: HttpResponse) -> None:
    response.content = get_token(request)


def _session(request: HttpRequest, _response: HttpResponse) -> None:
    request.session["a"] = 1


def _message(request: HttpRequest, _response: HttpResponse) -> None:
    messages.info(request, "hello")


def _private(_request: HttpRequest, response: HttpResponse) -> None:
    response.headers["Cache-Control"] = "private"


CHANGES = {"token": _token, "cookie": _cookie, "session": _session, "message": _message, "private": _private}
ANSWERS = {
    "stream": lambda: StreamingHttpResponse(["a"]),
    "redirect": lambda: HttpResponseRedirect("/plain/"),
    "error": lambda: HttpResponse("error", status=500),
}


@public_page("alpha")
def personal(request: HttpRequest, what: str) -> HttpResponse:
    """Answer in each of the ways that must not be kept."""
    calls.append(what)
    if what == "missing":
        raise Http404
    if what in ANSWERS:
        return ANSWERS[what]()
    response = HttpResponse(f"{what} {len(calls)}")
    CHANGES[what](request, response)
    return response


urlpatterns = [
    path("topic/<int:pk>/", topic),
    path("today/", today),
    path("dated/", dated),
    path("lazy/", lazy),
    path("personal/<str:what>/", personal),
    path("", include("cmkc.core.urls")),
    *i18n_patterns(path("plain/", plain), prefix_default_language=False),
]
