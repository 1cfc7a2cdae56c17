"""The daily word to those for whom work waits."""

from collections.abc import Collection

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext

from cmkc.accounts.models import User
from cmkc.core.notices import WAITING, Told
from cmkc.core.waiting import Work, waiting_for
from cmkc.notices.actions.telling import Telling, tell

WORK = "work"
"""What such a notice is about: one person's list, its key is their number."""


def remind() -> int:
    """Tell everybody for whom work waits, once a day; gives how many.

    Asks for those who may do more than a member, and for each of them their desks (core.waiting).
    """
    day = timezone.localdate().isoformat()
    people = User.objects.with_power().filter(empowered=True, is_active=True).order_by("pk")
    waiting = waiting_for(people)
    for pk in waiting:
        tell(Telling(WAITING, (WORK, str(pk)), f"{WAITING}:{pk}:{day}", to=[pk]))
    return len(waiting)


def work_of(keys: Collection[str], readers: Collection[User]) -> dict[tuple[str, int], Told]:
    """Say what waits for these people now: who has done it all since is told nothing. As many queries as desks each."""
    asked = [reader for reader in readers if str(reader.pk) in keys]
    return {(str(pk), pk): _told(work) for pk, work in waiting_for(asked).items()}


def _told(work: list[Work]) -> Told:
    number = sum(one.count for one in work)
    title = ngettext("%(number)d thing waits for you", "%(number)d things wait for you", number) % {"number": number}
    return Told(title, reverse("accounts:my_work"), "\n".join(f"{one.label}: {one.count}" for one in work))
