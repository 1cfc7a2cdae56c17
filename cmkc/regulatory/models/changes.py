"""The list of changes: one row for each day on which the law, or our record of it, became another."""

from django.db import models
from django.db.models import CheckConstraint, Index, Q
from django.utils.translation import gettext_lazy as _

from cmkc.core.partial_date import PartialDateField
from cmkc.regulatory.models.instruments import InstrumentVersion
from cmkc.regulatory.models.jurisdictions import Jurisdiction
from cmkc.regulatory.models.statements import Statement
from cmkc.regulatory.querysets import ChangeQuerySet
from cmkc.regulatory.vocabulary import ChangeKind, Nature


class Change(models.Model):
    """One line of the list. Written beside the statement or version that it tells of, and never by hand."""

    day = PartialDateField(_("day"))
    nature = models.CharField(_("what changed"), max_length=6, choices=Nature.choices)
    kind = models.CharField(_("kind"), max_length=12, choices=ChangeKind.choices)
    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.CASCADE, related_name="changes")
    statement = models.ForeignKey(Statement, on_delete=models.CASCADE, null=True, related_name="changes")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.CASCADE, null=True, related_name="changes")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ("-day", "-pk")
        default_permissions = ()
        constraints = [
            CheckConstraint(
                condition=Q(statement__isnull=False, version=None) | Q(statement=None, version__isnull=False),
                name="change_tells_of_one_thing",
            )
        ]
        indexes = [
            Index(fields=["-day", "-id"], name="change_by_day"),
            Index(fields=["nature", "-day", "-id"], name="change_by_nature"),
            Index(fields=["jurisdiction", "-day", "-id"], name="change_by_jurisdiction"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.get_kind_display()}"
