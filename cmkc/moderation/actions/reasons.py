"""Reason templates are changed by moderators, with a trace."""

from typing import TYPE_CHECKING

from django.db import transaction

from cmkc.core import audit
from cmkc.core.canonical import sha256_of
from cmkc.moderation.models import ReasonTemplate

if TYPE_CHECKING:
    from cmkc.accounts.models import User


@transaction.atomic
def save_template(template: ReasonTemplate, *, by: "User") -> None:
    """Keep a template that a form has checked."""
    template.save()
    data = {"name": template.name, "text": sha256_of(template.text), "retired": template.retired}
    audit.record("moderation.template.saved", template, by=by, data=data)
