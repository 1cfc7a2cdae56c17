"""The way out of a mailing list, from the mail alone: no account is signed in, the link itself is the key."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cmkc.core.notices import kinds
from cmkc.notices.actions.following import DIGESTS, leave
from cmkc.notices.mails import label_of
from cmkc.notices.tokens import way_of


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Leave what the link names. GET asks and changes nothing: mail programs look at links by themselves.

    POST leaves at once (RFC 8058). It carries no token against forgery, since mail servers send it, and needs none:
    whoever can make the link may use it. 404 for a link that this site has not signed.
    """
    way = way_of(token)
    if way is None or (way.mailing_list not in kinds and way.mailing_list not in DIGESTS):
        raise Http404
    if request.method == "POST":
        leave(way)
    context = {"left": request.method == "POST", "label": label_of(way.mailing_list), "one_thing": bool(way.kind)}
    response = render(request, "notices/unsubscribe.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
