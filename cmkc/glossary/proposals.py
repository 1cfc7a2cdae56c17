"""Suggesting terms and corrections: a member's words wait at the moderators' desk, and approving applies them.

A decision can be undone while the term stands as the decision left it: its words before stand in the decision.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cmkc.core import audit
from cmkc.core.canonical import sha256_of
from cmkc.core.facts import Confidence
from cmkc.core.moderated import RefusedError, State
from cmkc.glossary.models import Term, TermProposal
from cmkc.moderation.actions.queue import open_item
from cmkc.moderation.actions.sanctions import bars_writing

if TYPE_CHECKING:
    from cmkc.accounts.models import User

KIND = "term-proposal"
APPLIED = ("term", "expansion", "definition", "category")
"""What a proposal may change of a term; a new one has a source too."""
SLUGS_TAKEN = {"suggest", "proposals"}
LONGEST_SLUG = 80


@transaction.atomic
def propose(proposal: TermProposal, *, by: "User") -> TermProposal:
    """Keep a new proposal, or one that its author has edited after it was returned, and put it before the moderators.

    Raises: PermissionDenied for who may not write now, for another's proposal and for one that waits or is decided.
    """
    returned = TermProposal.objects.filter(pk=proposal.pk, by=by, state=TermProposal.State.RETURNED)
    if bars_writing(by) or (proposal.pk and not returned.select_for_update().exists()):
        raise PermissionDenied
    if not proposal.pk:
        proposal.new = proposal.term_id is None
    proposal.by, proposal.state = by, TermProposal.State.WAITING
    proposal.save()
    open_item(KIND, str(proposal.pk), reasons=["proposal"], version=version_of(proposal), author=by.pk)
    audit.record("glossary.proposed", proposal, by=by, data={"term": proposal.term_id})
    return proposal


def version_of(proposal: TermProposal) -> str:
    """Give a digest of the words that are proposed."""
    return sha256_of([proposal.name, proposal.expansion, proposal.category, proposal.definition, proposal.source])[:32]


def state_of(proposal: TermProposal) -> State:
    """Say what became of it, and what the term says now; 1 query."""
    term = Term.objects.filter(pk=proposal.term_id).values(*APPLIED).first() if proposal.term_id else None
    return {"state": proposal.state, "term": term}


def apply(proposal: TermProposal, by: "User", _reason: str) -> None:
    """Write the proposed words into the glossary, as an edit with a place in the term's history.

    Raises: RefusedError when the words can't stand there: an address that is taken, a term that went away.
    """
    if proposal.term is None and not proposal.new:
        raise RefusedError(_("The term that this corrects is no longer there."))
    term = proposal.term or _new_term(proposal)
    for name, value in zip(
        APPLIED, (proposal.name, proposal.expansion, proposal.definition, proposal.category), strict=True
    ):
        setattr(term, name, value)
    _keep(term, by)
    proposal.term = term
    _set(proposal, TermProposal.State.APPLIED)


def _new_term(proposal: TermProposal) -> Term:
    slug = slugify(proposal.name)[:LONGEST_SLUG]
    if not slug or slug in SLUGS_TAKEN or Term.objects.filter(slug=slug).exists():
        raise RefusedError(_("The glossary has a term at this address already, or the name gives none. Return it."))
    return Term(slug=slug, source_title=proposal.source, confidence=Confidence.FOUND)


def _keep(term: Term, by: "User") -> None:
    try:
        term.full_clean(exclude=["sort_key", "initial"])
    except ValidationError as error:
        raise RefusedError(" ".join(error.messages)) from error
    term.save()
    term.save_revision(user=by)


def decline(proposal: TermProposal, _by: "User", _reason: str) -> None:
    """Take it over not at all."""
    _set(proposal, TermProposal.State.DECLINED)


def send_back(proposal: TermProposal, _by: "User", _reason: str) -> None:
    """Let its author edit it and send it again; the reason is the decision's."""
    _set(proposal, TermProposal.State.RETURNED)


def restore(proposal: TermProposal, state: State, by: "User") -> None:
    """Bring back what it was, and what the term said; a term that it made goes away again."""
    term, before = proposal.term, state["term"]
    if before is None and term is not None:
        proposal.term = None
        _set(proposal, state["state"])
        term.delete()
    elif before is not None and term is not None and proposal.state == TermProposal.State.APPLIED:
        for name in APPLIED:
            setattr(term, name, before[name])
        _keep(term, by)
    _set(proposal, state["state"])


def _set(proposal: TermProposal, state: str) -> None:
    proposal.state = state
    proposal.save(update_fields=["state", "term"])


def words_of(term: Term) -> dict[str, Any]:
    """Give what a form for a correction begins with."""
    return {"name": term.term, "expansion": term.expansion, "category": term.category, "definition": term.definition}
