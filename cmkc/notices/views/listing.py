"""What a reader was told: unread first, marked read by plain forms."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_POST

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.notices import kinds
from cmkc.notices.models import Notice
from cmkc.notices.seeing import Things, heading, told_on_page

NOTICES_A_PAGE = 30


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def notices(request: MemberRequest) -> HttpResponse:
    """List one's notices: 2 queries, and 1 for each kind of thing among them.

    What one may not see any more stands without its name: that there was something is one's own memory.
    """
    page = Notice.objects.for_listing(request.user).keyset(request.GET.get("after"), size=NOTICES_A_PAGE)
    seen = told_on_page(page.rows, request.user)
    context = {
        "page": page,
        "rows": [_row(notice, seen) for notice in page.rows],
        "unread": any(notice.read_at is None for notice in page.rows),
    }
    return render(request, "notices/list.html", context)


def _row(notice: Notice, seen: Things) -> dict[str, Any]:
    event = notice.event
    told = seen.get((event.about_kind, event.about_key))
    kind = kinds.get(event.kind)
    return {
        "pk": notice.pk,
        "title": heading(event, told) if told and kind else "",
        "url": told.url if told else "",
        "text": told.text if told else "",
        "kind": kind.label if kind else "",
        "at": event.at,
        "unread": notice.read_at is None,
    }


@login_required
@require_POST
def mark_read(request: MemberRequest, pk: int) -> HttpResponse:
    """Mark one of one's own notices as read; again changes nothing."""
    notice = get_object_or_404(Notice, pk=pk, reader=request.user)
    Notice.objects.unread(request.user).filter(pk=notice.pk).update(read_at=timezone.now())
    return redirect("notices:list")


@login_required
@require_POST
def mark_all_read(request: MemberRequest) -> HttpResponse:
    """Mark all of one's notices as read."""
    Notice.objects.unread(request.user).update(read_at=timezone.now())
    return redirect("notices:list")
