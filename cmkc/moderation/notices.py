"""What members are told about decisions: asked at the moment of sending, and only ever about themselves."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cmkc.core.moderated import kinds
from cmkc.core.notices import Subject, Told, subjects
from cmkc.moderation.models import Action, Appeal, Decision, Sanction

if TYPE_CHECKING:
    from cmkc.accounts.models import User

HEADINGS = {
    Action.APPROVE: lambda: _("Accepted: %(kind)s"),
    Action.HIDE: lambda: _("Hidden by a moderator: %(kind)s"),
    Action.RETURN: lambda: _("Returned to you for edit: %(kind)s"),
    Action.WARN: lambda: _("Hidden, with a warning: %(kind)s"),
    Action.SILENCE: lambda: _("Hidden, and you are silenced: %(kind)s"),
    Action.UNDO: lambda: _("A decision was taken back: %(kind)s"),
}


def heading(decision: Decision) -> str:
    """Say what was decided, in the language that is active; never what the thing says."""
    if own := _own_words(decision):
        return own[0]
    words = HEADINGS[Action(decision.action)]() if decision.action in HEADINGS else _("Decided: %(kind)s")
    return words % {"kind": decision.kind_label}


def _numbers(keys: Collection[str]) -> list[int]:
    return [int(key) for key in keys if key.isascii() and key.isdigit()]


def _decisions(keys: Collection[str], readers: "Collection[User]") -> dict[tuple[str, int], Told]:
    """Find decisions that are about the readers and were not undone since; 1 query."""
    found = Decision.objects.filter(pk__in=_numbers(keys), about__in=readers, undone_by=None).select_related("words")
    told: dict[tuple[str, int], Told] = {}
    for decision in found:
        if decision.about_id is None:
            continue
        said = (_own_words(decision) or ("", ""))[1]
        text = "\n\n".join(part for part in (said, decision.reason_text, _appeal_line(decision)) if part)
        told[str(decision.pk), decision.about_id] = Told(heading(decision), decision.get_absolute_url(), text)
    return told


def _own_words(decision: Decision) -> tuple[str, str] | None:
    """Give the heading and text that the kind has for a decision of its own; None for an undo, and for most kinds."""
    known = kinds.get(decision.kind)
    if known is None or known.tells is None or decision.action == Action.UNDO:
        return None
    return known.tells(decision.action, decision.after["thing"])


def _appeal_line(decision: Decision) -> str:
    if not decision.may_be_appealed:
        return ""
    return _how_to_appeal()


def _how_to_appeal() -> str:
    return _("If you think that this is wrong, you can appeal there; somebody else will read it.")


def _sanctions(keys: Collection[str], readers: "Collection[User]") -> dict[tuple[str, int], Told]:
    """Find sanctions of the readers that are in force or lifted, with the way to appeal; 1 query."""
    told: dict[tuple[str, int], Told] = {}
    for one in Sanction.objects.filter(pk__in=_numbers(keys), user__in=readers):
        if not one.waits_for_second:
            text = one.reason if one.lifted_at else "\n\n".join(filter(None, [one.reason, _how_to_appeal()]))
            told[str(one.pk), one.user_id] = Told(sanction_heading(one), one.get_absolute_url(), text)
    return told


def sanction_heading(sanction: Sanction) -> str:
    """Say what was given or lifted, in the language that is active."""
    kind = str(sanction.get_kind_display())
    if sanction.lifted_at:
        return _("Lifted: %(sanction)s") % {"sanction": kind}
    if sanction.until is None:
        return _("A moderator decided: %(sanction)s") % {"sanction": kind}
    until = date_format(sanction.until, "Y-m-d")
    return _("A moderator decided: %(sanction)s, until %(day)s") % {"sanction": kind, "day": until}


def _appeals(keys: Collection[str], readers: "Collection[User]") -> dict[tuple[str, int], Told]:
    """Find appeals of the readers that were answered; 1 query."""
    found = Appeal.objects.filter(pk__in=_numbers(keys), by__in=readers).exclude(state=Appeal.State.OPEN)
    found = found.select_related("decision", "sanction")
    return {
        (str(one.pk), one.by_id): Told(
            _("Your appeal was read: %(answer)s") % {"answer": one.get_state_display()},
            one.against.get_absolute_url(),
            one.answer,
        )
        for one in found
    }


for _kind, _find in (("decision", _decisions), ("sanction", _sanctions), ("appeal", _appeals)):
    subjects.register(f"moderation.{_kind}", Subject(f"moderation.{_kind}", _find))
