"""Pages of guides: the shelf, a release's contents, one chapter. All are read from snapshots."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.addresses import address
from cmkc.core.caching import public_page
from cmkc.core.pages import open_to, passes_of
from cmkc.core.prepared import prepared
from cmkc.core.prose import readable
from cmkc.guides.models import GuidePage, GuideRelease


@require_safe
@public_page("guides")
def guides(request: HttpRequest) -> HttpResponse:
    """List the guides that have a release; 1 query for any number."""
    newest: dict[int, GuideRelease] = {}
    for release in _shelf(*passes_of(request.user)):
        newest.setdefault(release.guide_id, release)  # the newest stands first
    return render(
        request,
        "guides/guides.html",
        {"releases": newest.values(), "breadcrumbs": [{"label": _("Guides"), "url": ""}]},
    )


@require_safe
@public_page("guides")
def guide(request: HttpRequest, slug: str, release: str = "") -> HttpResponse:
    """Show a release's contents and all its recommendations; 2 queries."""
    shown, newest = _release(request, slug, release)
    context = _frame(shown, newest) | {
        "releases": _history(shown.guide_id),
        "breadcrumbs": _crumbs(shown),
    }
    return render(request, "guides/guide.html", context)


@require_safe
@public_page("guides")
def chapter(request: HttpRequest, slug: str, chapter: str, release: str = "") -> HttpResponse:
    """Show one chapter of a release; 2 queries for any length."""
    shown, newest = _release(request, slug, release)
    context = _frame(shown, newest)
    entries = context["chapters"]
    place = next((at for at, entry in enumerate(entries) if entry["slug"] == chapter), None)
    if place is None:
        raise Http404
    frozen = shown.chapter(chapter)
    content = readable(frozen.document)
    context |= {
        "chapter": content,
        "sha256": frozen.sha256,
        "previous": entries[place - 1] if place else None,
        "next": entries[place + 1] if place + 1 < len(entries) else None,
        "breadcrumbs": _crumbs(shown, content["title"], fixed=bool(release)),
    }
    return render(request, "guides/chapter.html", context)


@prepared
def _shelf(kinds: Any, groups: Any) -> QuerySet[GuideRelease]:
    """Read all releases, the newest first, with what a row of the shelf shows."""
    rows = GuideRelease.objects.filter(open_to(kinds, groups, "guide__")).select_related("snapshot", "guide")
    return rows.only("number", "published_at", "guide__title", "guide__slug", "guide__summary", "snapshot__language")


@prepared
def _newest(kinds: Any, groups: Any, slug: Any) -> QuerySet[GuideRelease]:
    """Read a guide's newest release."""
    return GuideRelease.objects.filter(open_to(kinds, groups, "guide__"), guide__slug=slug).for_reading()[:1]


@prepared
def _history(guide: Any) -> QuerySet[GuideRelease]:
    """Read the releases of a guide, the newest first, with what a row of their list shows."""
    return GuideRelease.objects.filter(guide=guide).only("number", "published_at", "note")


def _release(request: HttpRequest, slug: str, number: str) -> tuple[GuideRelease, GuideRelease]:
    """Find the release asked for, and the newest. Raises: Http404 when the user may not see it or there is none."""
    found = _newest(*passes_of(request.user), slug)
    if not found:
        raise Http404
    newest = found[0]
    if not number or number == newest.number:
        return newest, newest
    return get_object_or_404(GuideRelease.objects.for_reading(), guide=newest.guide_id, number=number), newest


def _frame(shown: GuideRelease, newest: GuideRelease) -> dict[str, Any]:
    """Give what every page of a release shows: the guide's words, the chapters with addresses, whether it is old."""
    manifest = shown.snapshot.document
    words = manifest["guide"]
    fixed = [] if shown == newest else [shown.number]
    slug = shown.guide.slug
    for entry in manifest["chapters"]:
        entry["url"] = address("guides:release_chapter" if fixed else "guides:chapter", slug, *fixed, entry["slug"])
    return {
        "guide": words,
        "fact": GuidePage(**{name: words[name] for name in words if name.startswith("source") or name == "confidence"}),
        "slug": slug,
        "release": shown,
        "newest": None if shown == newest else newest,
        "chapters": manifest["chapters"],
    }


def _crumbs(shown: GuideRelease, title: str = "", *, fixed: bool = False) -> list[dict[str, str]]:
    """Lead back to the guide and the shelf."""
    slug = shown.guide.slug
    home = address("guides:release", slug, shown.number) if fixed else address("guides:guide", slug)
    crumbs = [
        {"label": _("Guides"), "url": address("guides:list")},
        {"label": shown.guide.title, "url": home if title else "", "lang": shown.snapshot.language},
    ]
    return [*crumbs, {"label": title, "url": "", "lang": shown.snapshot.language}] if title else crumbs
