"""Programs and approvals can be cited: `[[program:etp]]`, `[[approval:prezista--us]]`."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from cmkc.core.references import ReferenceKind, Referent, register
from cmkc.programs.models import Approval, Program

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

PROGRAM, APPROVAL = "program", "approval"
FROZEN = ("source_title", "source_body", "source_year", "source_url", "confidence")


def _find_programs(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, Referent]:
    """Find programs by slug; one query."""
    rows = Program.objects.visible_to(reader).filter(slug__in=keys)
    return {
        row.slug: Referent(PROGRAM, row.slug, str(row), row.get_absolute_url(), row.offers, row.abbreviation)
        for row in rows
    }


def _find_approvals(keys: Collection[str], reader: "User | AnonymousUser") -> dict[str, Referent]:
    """Find approvals by slug; one query."""
    rows = Approval.objects.visible_to(reader).filter(slug__in=keys).select_related("subject")
    return {
        row.slug: Referent(
            APPROVAL,
            row.slug,
            f"{row} ({row.jurisdiction.upper()}{f', {row.year}' if row.year else ''})",
            row.get_absolute_url(),
            row.note or row.technology_shown,
        )
        for row in rows
    }


def _snapshot_program(key: str) -> dict[str, Any]:
    """Freeze what the program's page says; 1 query."""
    row = Program.objects.filter(slug=key).values("slug", "name", "region", "lead", "offers", "since", *FROZEN).first()
    return dict(row or {})


def _snapshot_approval(key: str) -> dict[str, Any]:
    """Freeze what the approval's page says; 1 query."""
    names = ("slug", "event", "product", "company", "technology", "jurisdiction", "date", "note", *FROZEN)
    return dict(Approval.objects.filter(slug=key).values(*names).first() or {})


register(ReferenceKind(PROGRAM, _("program"), _find_programs, _snapshot_program))
register(ReferenceKind(APPROVAL, _("approval"), _find_approvals, _snapshot_approval))
