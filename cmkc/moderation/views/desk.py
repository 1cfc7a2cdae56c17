"""The desk: what waits, and one item after the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.moderated import ModeratedKind, RefusedError, kinds
from cmkc.core.waiting import work_of
from cmkc.moderation.actions.bench import things_of
from cmkc.moderation.actions.claims import let_go, take, take_next
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.actions.offers import Offer, offers
from cmkc.moderation.forms import BulkForm, RulingForm
from cmkc.moderation.models import FlagReason, ItemState, Reason, ReviewClaim, ReviewItem
from cmkc.moderation.views.doors import for_deciders, show
from cmkc.moderation.views.filters import chosen, filters_of
from cmkc.moderation.views.surroundings import surroundings

SIZES = {"25": 25, "100": 100, "500": 500}


@for_deciders
@require_safe
def queue(request: MemberRequest) -> HttpResponse:
    """List what waits, by filters; 5 queries, what each kind on the page asks, and `work_of` for the other desks."""
    items = chosen(request, ReviewItem.objects.pending().for_moderator(request.user))
    size = request.GET.get("rows", "25")
    page = items.select_related("author").keyset(request.GET.get("after"), size=SIZES.get(size, 25))
    context = {
        "page": page,
        "rows": _rows(request, page.rows),
        "filters": filters_of(request),
        "sizes": [{"label": name, "current": name == size} for name in SIZES],
        "form": BulkForm(),
        "others": [work for work in work_of(request.user) if not work.name.startswith("moderation.")],
    }
    return show(request, "queue.html", "moderation:queue", context)


def _rows(request: MemberRequest, items: list[ReviewItem]) -> list[dict[str, Any]]:
    """Give what the list shows of each item; 1 query, and 1 for each kind."""
    things, rows = things_of(items, request.user), []
    claims = ReviewClaim.objects.live().filter(item__in=items).select_related("by")
    holders = {claim.item_id: str(claim.by) for claim in claims}
    for item in items:
        thing = things.get(item.pk)
        kind = kinds.get(item.kind)
        known = kind is not None and thing is not None
        rows.append(
            {
                "item": item,
                "title": kind.title(thing) if kind and known else "",
                "value": f"{item.pk}:{kind.version_of(thing)}" if kind and known else "",
                "holder": holders.get(item.pk, ""),
            }
        )
    return rows


@for_deciders
@require_POST
def next_item(request: MemberRequest) -> HttpResponse:
    """Open the item to look at now, or say that nothing is free."""
    item = take_next(request.user)
    if item is not None:
        return redirect("moderation:item", pk=item.pk)
    messages.info(request, _("Nothing that is free waits for you."))
    return redirect("moderation:queue")


@for_deciders
@require_http_methods(["GET", "HEAD", "POST"])
def item_page(request: MemberRequest, pk: int) -> HttpResponse:
    """Show one item with all around it, and decide on it; the next one opens by itself."""
    item = get_object_or_404(ReviewItem.objects.for_moderator(request.user).select_related("author"), pk=pk)
    thing = things_of([item], request.user).get(item.pk)
    kind = kinds.get(item.kind)
    offered = _offered(item, kind, thing)
    form = RulingForm(request.POST or None, kind=item.kind, offered=offered)
    if request.method == "POST" and form.is_valid():
        try:
            decide(item, _ruling(form, item), by=request.user, version=form.cleaned_data["version"])
        except RefusedError as refused:
            form.add_error(None, str(refused))
        else:
            return next_item(request)
    context: dict[str, Any] = {"item": item, "form": form, "offers": offered, "preview": None, "url": "", "version": ""}
    context["title"] = item.kind_label
    if kind is not None and thing is not None:
        context |= {
            "preview": kind.preview(thing),
            "title": kind.title(thing),
            "url": kind.url(thing),
            "version": kind.version_of(thing),
        }
    context |= surroundings(request, item, context["title"] if thing else "")
    return show(request, "item.html", "moderation:item", context, status=200 if not form.errors else 422)


def _offered(item: ReviewItem, kind: ModeratedKind | None, thing: Any) -> list[Offer]:
    """List what may be decided now: nothing on what is gone or decided."""
    if kind is None or thing is None or item.state != ItemState.PENDING:
        return []
    return offers(kind, has_author=kind.author_of(thing) is not None)


def _ruling(form: RulingForm, item: ReviewItem) -> Ruling:
    """Read the decision from the form; without words of the moderator's the reason is why members flagged it."""
    words = form.cleaned_data
    flagged = ", ".join(str(Reason(name).label) for name in item.reasons if name in FlagReason.values)
    return Ruling(
        words["action"],
        words["reason"] or (flagged if words["action"] == "hide" and not words["template"] else ""),
        words["template"],
        words["pressed"],
        words.get("days") or Ruling("").days,
    )


@for_deciders
@require_POST
def take_item(request: MemberRequest, pk: int) -> HttpResponse:
    """Hold one item, chosen from the queue."""
    item = get_object_or_404(ReviewItem.objects.for_moderator(request.user), pk=pk)
    try:
        take(item, request.user)
    except RefusedError as refused:
        messages.warning(request, str(refused))
    return redirect("moderation:item", pk=item.pk)


@for_deciders
@require_POST
def skip_item(request: MemberRequest, pk: int) -> HttpResponse:
    """Put an item aside for a while and open the next one."""
    let_go(get_object_or_404(ReviewItem, pk=pk), request.user, skip=True)
    return next_item(request)


@for_deciders
@require_POST
def release_item(request: MemberRequest, pk: int) -> HttpResponse:
    """Put an item back for the others and return to the queue."""
    let_go(get_object_or_404(ReviewItem, pk=pk), request.user)
    return redirect("moderation:queue")
