"""What of the comparison the nightly checks read: texts and sources of what is published."""

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cmkc.core.dashboard import Edited, register
from cmkc.regulatory.models import Evidence, Instrument, Statement
from cmkc.regulatory.policies import EDIT


def _statement(thing: Model) -> str:
    return reverse("statements:inspect", args=[thing.pk])


def _of_evidence(thing: Evidence) -> str:
    return reverse("statements:inspect", args=[thing.statement_id])


def _instrument(thing: Model) -> str:
    return reverse("instruments:edit", args=[thing.pk])


register(
    Edited(
        "regulatory.statement",
        _("Statement"),
        lambda: Statement.objects.published().current().select_related("jurisdiction", "topic"),
        _statement,
        stewarded=False,
        permission=EDIT,
    )
)
register(
    Edited(
        "regulatory.evidence",
        _("Source of a statement"),
        lambda: Evidence.objects.filter(statement__in=Statement.objects.published().current()),
        _of_evidence,
        stewarded=False,
        permission=EDIT,
    )
)
register(
    Edited(
        "regulatory.instrument", _("Instrument"), Instrument.objects.all, _instrument, stewarded=False, permission=EDIT
    )
)
