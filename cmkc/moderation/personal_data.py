"""What the desk keeps about a member, for taking away and erasing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.core.personal_data import PersonalData, Row, register, rows
from cmkc.moderation.models import Appeal, Decision, DecisionText, Flag, HiddenProfile, ReviewClaim, Sanction

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _decisions(user: "User") -> Iterator[Row]:
    for one in Decision.objects.filter(about=user).select_related("words").order_by("pk"):
        yield {"at": one.at, "kind": one.kind, "action": one.action, "reason": one.reason_text}


def _forget_decisions(user: "User") -> None:
    """Erase the words written to the member; what was decided, and when, stays."""
    DecisionText.objects.filter(decision__about=user).delete()


def _forget_flags(user: "User") -> None:
    Flag.objects.filter(by=user).update(note="")


def _sanctions(user: "User") -> Iterator[Row]:
    """Give the sanctions that the member knows of; a ban that nobody has confirmed is the desk's alone."""
    for one in Sanction.objects.told_to(user).order_by("pk"):
        yield {name: getattr(one, name) for name in ("created_at", "kind", "until", "reason", "lifted_at")}


def _forget_sanctions(user: "User") -> None:
    Sanction.objects.filter(user=user).update(reason="")


def _forget_appeals(user: "User") -> None:
    Appeal.objects.filter(by=user).update(words="", answer="")


def _forget_profile(user: "User") -> None:
    HiddenProfile.objects.filter(user=user).delete()


register(
    PersonalData(
        "moderation.decisions",
        _("moderation: what was decided about what you wrote, and why"),
        ("moderation.Decision", "moderation.ReviewItem"),
        _decisions,
        _forget_decisions,
    )
)
register(
    PersonalData(
        "moderation.flags",
        _("moderation: what you asked the moderators to look at"),
        ("moderation.Flag",),
        rows(Flag, "by", "created_at", "kind", "reason", "note"),
        _forget_flags,
    )
)
register(
    PersonalData(
        "moderation.sanctions",
        _("moderation: warnings, silences and bans"),
        ("moderation.Sanction",),
        _sanctions,
        _forget_sanctions,
    )
)
register(
    PersonalData(
        "moderation.appeals",
        _("moderation: your appeals and their answers"),
        ("moderation.Appeal",),
        rows(Appeal, "by", "created_at", "words", "state", "answer", "read_at"),
        _forget_appeals,
    )
)
register(
    PersonalData(
        "moderation.profile",
        _("moderation: a name or affiliation of yours that was hidden"),
        ("moderation.HiddenProfile",),
        rows(HiddenProfile, "user", "name", "affiliation"),
        _forget_profile,
    )
)
register(
    PersonalData(
        "moderation.work",
        _("moderation: what you held and decided as a moderator"),
        ("moderation.ReviewClaim",),
        rows(ReviewClaim, "by", "item__kind", "taken_at", "ended_at", "end"),
    )
)
