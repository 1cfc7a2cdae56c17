"""Sector verification: asked by a member, decided by somebody else at the desk, and it ends by itself."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmkc.accounts import policies
from cmkc.accounts.actions.grants import end_of_member
from cmkc.accounts.actions.profiles import end_verification
from cmkc.accounts.models import Decision, SectorRequest, SectorVerification, User
from cmkc.core import audit
from cmkc.core.moderated import RefusedError, wants_decision, wants_none
from cmkc.core.notices import DECISION, announce
from cmkc.core.tasks import later

if TYPE_CHECKING:
    from cmkc.accounts.models import Organisation


CLAIM = "sector"
"""The kind of a request at the desk."""
SECTOR_DECISION = "sector-decision"
"""What a notice about a withdrawal is about; of what the desk decides the desk tells."""


class AlreadyDecidedError(RefusedError):
    """Somebody else was faster."""

    def __str__(self) -> str:
        return _("Somebody else has just decided on this request.")


def ask(user: User, *, sector: str, organisation: "Organisation", evidence: str, note: str) -> SectorRequest | None:
    """Ask for verification at the moderators' desk; None when a request of this member is open already."""
    try:
        with transaction.atomic():
            asked = SectorRequest.objects.create(
                user=user, sector=sector, organisation=organisation, evidence=evidence, note=note
            )
            wants_decision(CLAIM, str(asked.pk), reasons=["claim"], version="", author=user.pk)
            return asked
    except IntegrityError:
        return None


@transaction.atomic
def take_back(user: User) -> bool:
    """Close a member's own open request, on which nobody has to decide any more; False when there is none."""
    asked = SectorRequest.objects.select_for_update().filter(user=user, closed_at=None).first()
    if asked is None:
        return False
    SectorRequest.objects.filter(pk=asked.pk).update(closed_at=timezone.now())
    wants_none(CLAIM, str(asked.pk))
    return True


@transaction.atomic
def decide(request: SectorRequest, *, by: User, granted: bool, evidence: str, answer: str) -> SectorVerification:
    """Grant or decline a request, and record it; the desk calls this under its item's lock, and tells the member.

    Raises: PermissionDenied for one's own request or without the permission; AlreadyDecidedError when it is closed.
    """
    if not policies.may_decide(by, request):
        raise PermissionDenied
    now = timezone.now()
    if not SectorRequest.objects.filter(pk=request.pk, closed_at=None).update(closed_at=now, answer=answer):
        raise AlreadyDecidedError
    verification = SectorVerification.objects.create(
        user_id=request.user_id,
        sector=request.sector,
        organisation_id=request.organisation_id,
        evidence=evidence,
        request=request,
        decision=Decision.GRANTED if granted else Decision.DECLINED,
        decided_by=by,
        decided_at=now,
        lapses_at=now + policies.HOLDS_FOR[evidence] if granted else None,
    )
    request.closed_at, request.answer = now, answer
    if granted:
        _mark(request, verification)
    wants_none(CLAIM, str(request.pk))
    _record(verification, by=by, answer=answer)
    return verification


def _mark(request: SectorRequest, verification: SectorVerification) -> None:
    """Write the verified sector onto the account, where every list reads it without another query."""
    user = User.objects.select_for_update().get(pk=request.user_id)
    if user.organisation_id != request.organisation_id:
        end_of_member(user)
    user.sector, user.organisation_id = request.sector, request.organisation_id
    user.sector_verified_until = verification.lapses_at
    user.save(update_fields=["sector", "organisation", "sector_verified_until"])
    request.user = user
    request.organisation.confirmed = True
    request.organisation.save(update_fields=["confirmed"])


@transaction.atomic
def withdraw(user: User, *, by: User, answer: str) -> SectorVerification:
    """End a verification before its time: the person left, or the evidence was wrong.

    Raises: PermissionDenied on oneself or without the permission; AlreadyDecidedError when it is not in force.
    """
    if not policies.may_verify(by) or by.pk == user.pk:
        raise PermissionDenied
    user = User.objects.select_for_update().get(pk=user.pk)
    granted = user.sector_verifications.filter(decision=Decision.GRANTED, lapses_at=user.sector_verified_until)
    last = granted.last()
    if not user.verified_sector or last is None:
        raise AlreadyDecidedError
    verification = record_of(last, Decision.WITHDRAWN, by=by)
    end_of_member(user)
    user.sector_verified_until = None
    user.save(update_fields=["sector_verified_until"])
    SectorRequest.objects.filter(decisions=last).update(answer=answer)
    _record(verification, by=by, answer=answer)
    _tell(verification)
    return verification


def record_of(last: SectorVerification, decision: Decision, *, by: User) -> SectorVerification:
    """Write down that a decision ended before its time: withdrawn, or taken back."""
    return SectorVerification.objects.create(
        user_id=last.user_id,
        sector=last.sector,
        organisation_id=last.organisation_id,
        evidence=last.evidence,
        request=last.request,
        decision=decision,
        decided_by=by,
    )


def _tell(verification: SectorVerification) -> None:
    """Let the member be told; what they read is looked up when it goes out (accounts/notices.py)."""
    key = f"{SECTOR_DECISION}:{verification.pk}"
    announce(DECISION, (SECTOR_DECISION, str(verification.pk)), key, to=[verification.user_id])


def _record(verification: SectorVerification, *, by: User, answer: str) -> None:
    data: dict[str, Any] = {
        "verification": verification.pk,
        "sector": verification.sector,
        "organisation": verification.organisation_id,
        "evidence": verification.evidence,
    }
    audit.record(f"accounts.sector.{verification.decision}", verification.user, by=by, data=data, text=answer)


def end_lapsed() -> int:
    """Take the mark off every account whose verification ended, and tell the people; gives how many there were."""
    ended = 0
    for key in list(User.objects.lapsed().values_list("pk", flat=True)):
        with transaction.atomic():
            user = User.objects.lapsed().select_for_update().filter(pk=key).first()
            if user is None:
                continue
            end_verification(user, reason="lapsed")
            user.save(update_fields=["sector_verified_until"])
            later("accounts.tell_lapse", user.pk)
            ended += 1
    return ended
