"""Pages of the forum: the rooms, a room's topics, a topic's posts, the rules."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cmkc.core.addresses import address
from cmkc.core.audiences import principals_of
from cmkc.core.caching import public_page
from cmkc.core.languages import links_in_readers_language
from forum import reads
from forum.models import Category, DiscussionRules, Topic
from forum.paging import numbers_of, page_of

TOPICS_A_PAGE = 30


@require_safe
@public_page("forum")
def index(request: HttpRequest) -> HttpResponse:
    """List the rooms and the newest topics; 3 queries, 5 for a member."""
    context = {
        "categories": reads.categories(principals_of(request.user)),
        "topics": reads.newest_topics(request.user, number=reads.LISTED),
        "breadcrumbs": [{"label": _("Forum"), "url": ""}],
    }
    return render(request, "forum/index.html", context)


@require_safe
@public_page("forum")
def category(request: HttpRequest, slug: str) -> HttpResponse:
    """List a category's topics, newest first: keyset pages, 3 queries for any size."""
    shown = get_object_or_404(Category.objects.visible_to(request.user), slug=slug)
    topics = Topic.objects.filter(category=shown).visible_to(request.user).for_listing()
    context = {
        "category": shown,
        "page": topics.keyset(request.GET.get("after"), size=TOPICS_A_PAGE),
        "breadcrumbs": [
            {"label": _("Forum"), "url": address("forum:index")},
            {"label": shown.title, "url": "", "lang": "en"},
        ],
    }
    return render(request, "forum/category.html", context)


@require_safe
@public_page("forum")
def topic(request: HttpRequest, pk: int, slug: str) -> HttpResponse:
    """Show a page of a topic's posts; 3 queries for any size. Another slug leads to the right address."""
    shown = get_object_or_404(Topic.objects.visible_to(request.user).select_related("category", "author"), pk=pk)
    if slug != shown.slug:
        return redirect(shown, permanent=True)
    page, last = _page(request), page_of(shown.next_number - 1)
    if page > last:
        raise Http404
    posts = list(shown.posts.visible_to(request.user).select_related("author").numbered(*numbers_of(page)))
    for post in posts:
        post.html = SafeString(links_in_readers_language(post.html))
    context = {
        "topic": shown,
        "posts": posts,
        "ranges": _ranges(shown, page, last),
        "breadcrumbs": [
            {"label": _("Forum"), "url": address("forum:index")},
            {"label": shown.category.title, "url": shown.category.get_absolute_url(), "lang": "en"},
            {"label": shown.title, "url": "", "lang": "en"},
        ],
    }
    return render(request, "forum/topic.html", context)


@require_safe
@public_page("forum")
def rules(request: HttpRequest) -> HttpResponse:
    """Show the rules in force for precompetitive discussion; one query."""
    in_force = DiscussionRules.objects.first()
    if in_force is None:
        raise Http404
    context = {
        "rules": in_force,
        "breadcrumbs": [
            {"label": _("Forum"), "url": address("forum:index")},
            {"label": in_force.title, "url": "", "lang": "en"},
        ],
    }
    return render(request, "forum/rules.html", context)


LARGEST_PAGE = 999_999


def _page(request: HttpRequest) -> int:
    """Read the page's number; anything else is the first page."""
    given = request.GET.get("page", "1")
    return int(given) if given.isdecimal() and 0 < int(given) <= LARGEST_PAGE else 1


def _ranges(shown: Topic, page: int, last: int) -> list[dict[str, Any]]:
    """List the first, last and neighbouring pages as ranges of numbers."""
    near = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    start = shown.get_absolute_url()
    return [
        {
            "label": "{}–{}".format(*numbers_of(number)),
            "url": f"{start}?page={number}" if number > 1 else start,
            "current": number == page,
        }
        for number in near
    ]
