"""Writes of programs and approvals."""

from typing import Any

from django.db import transaction

from cmkc.core.taxonomy import Subject
from cmkc.programs.models import Approval, Program


@transaction.atomic
def set_program(slug: str, fields: dict[str, Any]) -> Program:
    """Make or change the program of this slug. Raises: ValidationError when a field is wrong."""
    program = Program.objects.filter(slug=slug).first() or Program(slug=slug)
    for name, value in fields.items():
        setattr(program, name, value)
    program.full_clean()
    program.save()
    return program


@transaction.atomic
def set_approval(slug: str, fields: dict[str, Any], *, technology: str | None) -> Approval:
    """Make or change the approval of this slug. Raises: ValidationError when a field is wrong."""
    approval = Approval.objects.filter(slug=slug).first() or Approval(slug=slug)
    for name, value in fields.items():
        setattr(approval, name, value)
    approval.subject = Subject.objects.filter(slug=technology).first() if technology else None
    approval.full_clean()
    approval.save()
    return approval
