"""The files of figures, at addresses that name their drawing's hash.

"No inline style without exception" is the rule of pages. A drawing is no page: it carries its own `<style>`, so that
one file serves light and dark, and is sent with a policy of its own, narrower than any page's: nothing may load, no
script runs (`sandbox`), no page may frame it; its own style alone applies. As an `<img>` it could do nothing anyway;
the policy is for who opens the file by its address.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from cmkc.core.models.figures import DIGEST_IN_ADDRESS, FigureDrawing

POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox"
FOREVER = "public, max-age=31536000, immutable"
FOR_NOW = "public, max-age=300"


@require_safe
def drawing(request: HttpRequest, slug: str, digest: str) -> HttpResponse:  # noqa: ARG001  (the name is for people)
    """Serve one drawing by its hash, for ever; one query. The name before the hash is not looked at."""
    if len(digest) != DIGEST_IN_ADDRESS:
        raise Http404
    return _serve(request, FigureDrawing.objects.filter(sha256__startswith=digest).first(), FOREVER)


@require_safe
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """Serve the drawing that a figure has now; one query."""
    return _serve(request, FigureDrawing.objects.filter(figures__slug=slug).first(), FOR_NOW)


def _serve(request: HttpRequest, found: FigureDrawing | None, caching: str) -> HttpResponse:
    """Answer with the file, with 304 to who has it, or with 404."""
    if found is None:
        raise Http404
    response = HttpResponse(found.svg, content_type="image/svg+xml; charset=utf-8")
    response.headers["ETag"] = f'"{found.sha256}"'
    conditional = get_conditional_response(request, etag=response.headers["ETag"], response=response)
    answer = conditional if conditional is not None else response
    answer.headers["Cache-Control"] = caching
    answer.headers["Content-Security-Policy"] = POLICY
    return answer
