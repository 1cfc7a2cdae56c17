"""Proposals for the glossary at the moderators' desk."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.core.moderated import MODERATE, ModeratedKind, Preview, register
from cmkc.glossary import proposals
from cmkc.glossary.models import TermProposal

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

LONGEST_NUMBER = 18


def _find(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, TermProposal]:
    """Find proposals by pk: all for moderators, one's own for a member; 1 query, none for visitors."""
    if not reader.is_authenticated:
        return {}
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER]
    found = TermProposal.objects.filter(pk__in=wanted).select_related("term", "by")
    if not reader.has_perm(MODERATE):
        found = found.filter(by=reader)
    return {str(one.pk): one for one in found}


def _preview(proposal: TermProposal) -> Preview:
    return Preview("glossary/_proposal.html", {"proposal": proposal, "term": proposal.term})


def _author(proposal: TermProposal) -> int | None:
    return proposal.by_id


register(
    ModeratedKind(
        kind=proposals.KIND,
        label=_("Proposal for the glossary"),
        find=_find,
        title=str,
        url=lambda proposal: proposal.term.get_absolute_url() if proposal.term else "",
        version_of=proposals.version_of,
        author_of=_author,
        state_of=proposals.state_of,
        preview=_preview,
        hide=proposals.decline,
        restore=proposals.restore,
        approve=proposals.apply,
        sends_back=proposals.send_back,
        own_url=lambda proposal: proposal.get_absolute_url(),
        flaggable=False,
    )
)
