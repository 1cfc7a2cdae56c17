"""How far a statement can be relied on: computed from who checked it and from what it rests on, never typed in."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop as _

from cmkc.core.assembly import say
from cmkc.regulatory.vocabulary import NO_LONGER_CURRENT, Capacity

if TYPE_CHECKING:
    from cmkc.regulatory.models import Verification

TWO = 2


@dataclass(frozen=True, slots=True)
class Grade:
    """A letter from A to E, the reason for it, and the tone of its badge."""

    level: str
    reason: str
    """In English; `text` says it in the reader's language."""
    tone: str = ""

    @property
    def text(self) -> str:
        """Say the reason in the reader's language."""
        return say(self.reason)


CONFIRMED = Grade("A", _("confirmed by the authority"), "ok")
TWO_EXPERTS = Grade("B", _("checked by two independent experts"), "ok")
ONE_EXPERT = Grade("C", _("checked by one expert"), "info")
EDITORS = Grade("D", _("editors only"))
IMPORTED = Grade("D", _("imported, not yet verified here"))
STALE = Grade("E", _("stale: the last check has expired"), "warn")
SUPERSEDED = Grade("E", _("what it rests on was superseded"), "warn")


def grade(
    *, imported: bool, verifications: Iterable["Verification"], stages: Iterable[str], on: datetime.date
) -> Grade:
    """Grade a statement on a day from its verifications and the stages of the instruments that support it.

    What rests only on superseded or withdrawn instruments is E, and so is what nobody has checked since the last check
    expired. The import is no person: it gives D at best.
    """
    named = list(stages)
    if named and all(stage in NO_LONGER_CURRENT for stage in named):
        return SUPERSEDED
    made = list(verifications)
    standing = [one for one in made if one.expires_on is None or one.expires_on >= on]
    if made and not standing:
        return STALE
    return _best(standing) or (IMPORTED if imported else EDITORS)


def _best(standing: list["Verification"]) -> Grade | None:
    """Give the best grade that these verifications carry, None when they are editors' alone or none."""
    if any(one.capacity == Capacity.AUTHORITY for one in standing):
        return CONFIRMED
    experts = {one.person_id for one in standing if one.capacity == Capacity.EXPERT}
    if len(experts) >= TWO:
        return TWO_EXPERTS
    if experts:
        return ONE_EXPERT
    return EDITORS if standing else None
