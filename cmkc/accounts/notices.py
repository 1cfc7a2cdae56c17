"""What accounts tells people: that the verification of their sector was withdrawn; the desk tells the rest."""

from collections.abc import Collection

from django.template.loader import render_to_string
from django.urls import reverse

from cmkc.accounts.actions.verification import SECTOR_DECISION
from cmkc.accounts.models import SectorVerification, User
from cmkc.core.notices import Subject, Told, subjects


def _decisions(keys: Collection[str], readers: Collection[User]) -> dict[tuple[str, int], Told]:
    """Find decisions about these readers, with what the desk wrote; 1 query."""
    about = SectorVerification.objects.filter(pk__in=[int(key) for key in keys], user__in=readers)
    url = reverse("accounts:my_sector")
    return {(str(one.pk), one.user_id): _told(one, url) for one in about.select_related("organisation", "request")}


def _told(decided: SectorVerification, url: str) -> Told:
    words = {"decided": decided, "answer": decided.request.answer if decided.request else ""}
    title = render_to_string("accounts/told/sector_decision_title.txt", words).strip()
    return Told(title, url, render_to_string("accounts/told/sector_decision.txt", words).strip())


subjects.register(SECTOR_DECISION, Subject(SECTOR_DECISION, _decisions))
