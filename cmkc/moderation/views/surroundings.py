"""What a moderator sees beside a thing: who holds it, all flags, the member's history, similar things."""

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.audiences import principals_of
from cmkc.core.languages import in_readers_language
from cmkc.moderation import policies
from cmkc.moderation.models import Decision, Flag, ReviewClaim, ReviewItem, Sanction
from search.engines.base import Request
from search.engines.choice import embedded
from search.query import parse

if TYPE_CHECKING:
    from cmkc.accounts.models import User

SIMILAR = 5
HISTORY = 20
LONGEST_QUESTION = 80


def surroundings(request: MemberRequest, item: ReviewItem, title: str) -> dict[str, Any]:
    """Gather it; 6 queries and a search. A member's history is for moderators, not for all who decide."""
    sees = policies.may_moderate(request.user)
    claim = ReviewClaim.objects.live().filter(item=item).select_related("by").first()
    return {
        "claim": claim,
        "mine": claim is not None and claim.by_id == request.user.pk,
        "flags": list(Flag.objects.of_thing(item.kind, item.key)[:50]),
        "earlier": list(Decision.objects.of_thing(item.kind, item.key).for_log()[:HISTORY]),
        "history": history_of(item.author, request.user) if item.author and sees else None,
        "similar": similar(request, title),
    }


def history_of(member: "User", reader: "User") -> dict[str, Any]:
    """Tell what was decided about a member before, on the kinds on which the reader decides; 3 queries."""
    return {
        "member": member,
        "joined": member.date_joined,
        "decisions": list(Decision.objects.for_decider(reader).about_member(member).for_log()[:HISTORY]),
        "sanctions": list(Sanction.objects.filter(user=member).select_related("by")[:HISTORY]),
        "flags_raised": Flag.objects.filter(by=member).count(),
    }


def similar(request: MemberRequest, title: str) -> list[dict[str, str]]:
    """Find what the whole site has under the same words; one search of the embedded engine."""
    words = " ".join(word for word in title.split() if word.isalnum())[:LONGEST_QUESTION]
    if not words:
        return []
    question = Request(principals_of(request.user), query=parse(words), facets=(), size=SIMILAR)
    hits = embedded().search(question).hits
    return [{"title": hit.title or _("without a title"), "url": in_readers_language(hit.url)} for hit in hits]
