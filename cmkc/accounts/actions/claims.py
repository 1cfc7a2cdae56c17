"""A claim to a sector as the desk decides on it: granted on some evidence, declined, and the decision taken back."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cmkc.accounts.actions.grants import end_of_member
from cmkc.accounts.actions.verification import decide, record_of
from cmkc.accounts.models import Decision, EvidenceKind, SectorRequest, SectorVerification, User
from cmkc.core import audit
from cmkc.core.canonical import sha256_of
from cmkc.core.moderated import RefusedError, State

if TYPE_CHECKING:
    from collections.abc import Callable


class AsksAnewError(RefusedError):
    """The member sent another request after this one was decided on."""

    def __str__(self) -> str:
        return str(_("This member has asked anew since. Decide on that instead."))


def version_of(asked: SectorRequest) -> str:
    """Give a digest of what is claimed and of what is to show it, the confirmed address included."""
    said = [asked.sector, asked.organisation_id, asked.evidence, asked.note, asked.user.email]
    return sha256_of(said)[:32]


def state_of(asked: SectorRequest) -> State:
    """Say whether the request waits, and what stands verified on the account; no words of anybody's."""
    until = asked.user.sector_verified_until
    return {
        "open": asked.closed_at is None,
        "sector": asked.user.sector,
        "organisation": asked.user.organisation_id,
        "until": until.isoformat() if until else None,
    }


def grant(asked: SectorRequest, by: User, reason: str) -> None:
    """Grant a claim on the evidence that the member offered."""
    decide(asked, by=by, granted=True, evidence=asked.evidence, answer=reason)


def grant_on(evidence: EvidenceKind) -> "Callable[[SectorRequest, User, str], None]":
    """Make the action that grants a claim on this evidence, which says how long it holds."""

    def granted(asked: SectorRequest, by: User, reason: str) -> None:
        decide(asked, by=by, granted=True, evidence=evidence.value, answer=reason)

    return granted


def decline(asked: SectorRequest, by: User, reason: str) -> None:
    """Decline a claim; the reason says what is missing."""
    decide(asked, by=by, granted=False, evidence=asked.evidence, answer=reason)


def restore(asked: SectorRequest, state: State, by: User) -> None:
    """Open the request again, and give the account what was verified before; a row records that, and by whom.

    Grants of the organisation that ended meanwhile stay ended. Raises: AsksAnewError when another request waits.
    """
    if SectorRequest.objects.filter(user=asked.user_id, closed_at=None).exclude(pk=asked.pk).exists():
        raise AsksAnewError
    last = SectorVerification.objects.filter(request=asked).last()
    if last is not None and asked.closed_at is not None and state["open"]:
        asked.closed_at, asked.answer = None, ""
        asked.save(update_fields=["closed_at", "answer"])
        taken_back = record_of(last, Decision.TAKEN_BACK, by=by)
        audit.record("accounts.sector.taken-back", asked.user, by=by, data={"verification": taken_back.pk})
        if last.decision == Decision.GRANTED:
            _give_back(asked, state)


def _give_back(asked: SectorRequest, state: State) -> None:
    """Mark the account as it was marked before, and hide the organisation again if nobody else was verified there."""
    user = User.objects.select_for_update().get(pk=asked.user_id)
    until = parse_datetime(state["until"]) if state["until"] else None
    if until is None or until <= timezone.now() or user.organisation_id != state["organisation"]:
        end_of_member(user)
    user.sector, user.organisation_id, user.sector_verified_until = state["sector"], state["organisation"], until
    user.save(update_fields=["sector", "organisation", "sector_verified_until"])
    asked.user = user
    place = asked.organisation
    others = SectorVerification.objects.filter(organisation=place, decision=Decision.GRANTED).exclude(request=asked)
    if not others.exists() and not User.objects.verified_members(place).exists():
        place.confirmed = False
        place.save(update_fields=["confirmed"])
