"""What the glossary keeps about a member."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cmkc.core.caching import touch
from cmkc.core.personal_data import PersonalData, register, rows
from cmkc.glossary.models import TermProposal

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _forget(user: "User") -> None:
    """Take the name off the pages of terms and erase what was written to the editors; the proposed words stay."""
    TermProposal.objects.filter(by=user).update(note="", credit=False)
    touch("glossary")


register(
    PersonalData(
        "glossary.proposals",
        _("glossary: terms and corrections that you suggested"),
        ("glossary.TermProposal",),
        rows(TermProposal, "by", "created_at", "name", "expansion", "definition", "source", "note", "credit", "state"),
        _forget,
    )
)
