"""Claims to a sector at the moderators' desk; who may verify them decides, which not every moderator may."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cmkc.accounts import policies
from cmkc.accounts.actions import claims
from cmkc.accounts.actions.verification import CLAIM
from cmkc.accounts.models import EvidenceKind, SectorRequest
from cmkc.core.moderated import Act, ModeratedKind, Preview, State, register

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

LONGEST_NUMBER = 18
EARLIER = 20
GRANTS = {
    EvidenceKind.WORK_EMAIL: gettext_lazy("Grant: work e-mail"),
    EvidenceKind.DOCUMENT: gettext_lazy("Grant: document seen"),
    EvidenceKind.STAFF_PAGE: gettext_lazy("Grant: staff page"),
    EvidenceKind.COLLEAGUE: gettext_lazy("Grant: colleague"),
}
"""One key for each evidence that may be accepted, beside the one for what was offered."""


def _find(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, SectorRequest]:
    """Find requests by pk: all for those who verify, one's own for a member; 1 query, none for visitors."""
    if not reader.is_authenticated:
        return {}
    wanted = [int(key) for key in keys if key.isascii() and key.isdigit() and len(key) < LONGEST_NUMBER]
    found = SectorRequest.objects.filter(pk__in=wanted, user__erased_at=None).for_desk()
    if not policies.may_verify(reader):
        found = found.filter(user=reader)
    return {str(one.pk): one for one in found}


def _preview(asked: SectorRequest) -> Preview:
    """Show what is claimed, what is to show it and for how long each evidence holds; 1 query."""
    evidence = [(kind.label, policies.HOLDS_FOR[kind.value].days) for kind in EvidenceKind]
    earlier = asked.user.sector_verifications.select_related("decided_by", "organisation").order_by("-pk")[:EARLIER]
    return Preview("accounts/_claim.html", {"asked": asked, "evidence": evidence, "earlier": list(earlier)})


def _tells(action: str, after: State) -> tuple[str, str] | None:
    """Say to the member what was decided; until when it holds stands in the state."""
    if action == "hide":
        return _("Your sector could not be verified"), _("You can ask again on your page.")
    until = parse_datetime(after["until"] or "")
    if until is None or after["open"]:
        return None
    day = date_format(until, "Y-m-d")
    text = _("It stands beside your name until %(day)s, unless you change your organisation.") % {"day": day}
    return _("Your sector is verified"), text


def _author(asked: SectorRequest) -> int:
    return asked.user_id


register(
    ModeratedKind(
        kind=CLAIM,
        label=gettext_lazy("Sector to verify"),
        find=_find,
        title=lambda asked: str(asked.user),
        url=lambda _asked: "",
        version_of=claims.version_of,
        author_of=_author,
        state_of=claims.state_of,
        preview=_preview,
        hide=claims.decline,
        restore=claims.restore,
        approve=claims.grant,
        more=tuple(
            Act(f"grant-{kind.value}", label, str(place), claims.grant_on(kind), favourable=True)
            for place, (kind, label) in enumerate(GRANTS.items(), start=1)
        ),
        own_url=lambda _asked: reverse("accounts:my_sector"),
        flaggable=False,
        permission=policies.VERIFY,
        labels={
            "approve": gettext_lazy("Grant on the evidence offered"),
            "hide": gettext_lazy("Decline"),
        },
        needs_reason=frozenset({"hide"}),
        sanctions=False,
        in_bulk=False,
        tells=_tells,
    )
)
