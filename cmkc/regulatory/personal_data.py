"""What the comparison keeps about a member: the statements they wrote, approved or checked, which are a record."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cmkc.core.personal_data import PersonalData, register
from cmkc.regulatory.models import SearchRecord, Statement, Verification

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _rows(user: "User") -> Iterator[dict[str, Any]]:
    """Give every row that names the member; 3 queries."""
    signed = Statement.objects.filter(Q(recorded_by=user) | Q(approved_by=user)).select_related("jurisdiction", "topic")
    for statement in signed.order_by("pk"):
        yield {
            "what": "recorded" if statement.recorded_by_id == user.pk else "approved",
            "statement": str(statement),
            "when": statement.recorded_from.isoformat(),
            "state": statement.state,
        }
    for check in Verification.objects.filter(person=user).order_by("pk"):
        yield {"what": "verified", "statement": check.statement_id, "when": check.verified_on.isoformat()}
    for search in SearchRecord.objects.filter(person=user).order_by("pk"):
        yield {"what": "searched", "statement": search.statement_id, "when": search.searched_on.isoformat()}


register(
    PersonalData(
        name="regulatory",
        label=_("regulatory statements"),
        models=("regulatory.Statement", "regulatory.SearchRecord", "regulatory.Verification"),
        export=_rows,
    )
)
