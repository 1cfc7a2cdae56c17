"""Facts about programs and approvals, each with its source."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import RevisionMixin

from cmkc.core.addresses import address
from cmkc.core.facts import Sourced
from cmkc.core.partial_date import PartialDateField
from cmkc.core.taxonomy import Subject
from cmkc.programs.querysets import ApprovalQuerySet, ProgramQuerySet


class ProgramKind(models.TextChoices):
    """What a program is for."""

    REGULATORY = "regulatory", _("Regulatory program")
    COOPERATION = "cooperation", _("Cooperation of regulators")
    RESEARCH = "research", _("Research")
    PARTNERSHIP = "partnership", _("Partnership")
    FUNDING = "funding", _("Funding")
    TRAINING = "training", _("Training and knowledge")


class Program(RevisionMixin, Sourced, ClusterableModel):
    """A program, center or partnership: who leads it and what it offers whom."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=ProgramKind.choices, db_index=True)
    form = models.CharField(
        _("form"), max_length=80, blank=True, help_text=_("In a few words: pilot, hub, consortium.")
    )
    region = models.CharField(
        _("region"), max_length=20, db_index=True, help_text=_("Code of a jurisdiction, or international.")
    )
    lead = models.CharField(_("lead"), max_length=240)
    offers = models.TextField(_("what it offers"), max_length=2000)
    since = PartialDateField(_("since"), null=True, blank=True)
    for_industry = models.BooleanField(_("for industry"), default=False)
    for_academia = models.BooleanField(_("for academia"), default=False)
    for_regulators = models.BooleanField(_("for regulators"), default=False)
    site = models.URLField(_("web site"), max_length=600, blank=True)
    subjects = ParentalManyToManyField(Subject, blank=True, related_name="programs", verbose_name=_("subjects"))

    objects = ProgramQuerySet.as_manager()

    class Meta:
        verbose_name = _("program")
        verbose_name_plural = _("programs")
        ordering = ("region", "name", "pk")
        indexes: ClassVar[list] = [models.Index(fields=["region", "name", "id"], name="programs_by_region")]

    def __str__(self) -> str:
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name

    def get_absolute_url(self) -> str:
        """Give the address of the program's page."""
        return address("programs:program", self.slug)

    @property
    def kind_label(self) -> str:
        """The kind in the reader's language."""
        return str(ProgramKind(self.kind).label)

    @property
    def audiences(self) -> list[str]:
        """List the columns that say for whom the program is, of those that are set."""
        return [name for name in AUDIENCES if getattr(self, name)]


AUDIENCES: dict[str, Any] = {
    "for_industry": _("industry"),
    "for_academia": _("academia"),
    "for_regulators": _("regulators"),
}
"""For whom a program can be: the column, and its label."""


class ApprovalEvent(models.TextChoices):
    """What was approved or granted."""

    NEW_PRODUCT = "new-product", _("New product")
    SWITCH = "switch-from-batch", _("Switch from batch")
    DESIGNATION = "amt-designation", _("AMT designation")
    AGGREGATE = "aggregate", _("Number of approvals")


class Approval(RevisionMixin, Sourced):
    """One approval of a product made by an advanced technology, or a number of them that a source gives as a sum."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    event = models.CharField(_("event"), max_length=20, choices=ApprovalEvent.choices, db_index=True)
    product = models.CharField(_("product"), max_length=160, blank=True)
    substance = models.CharField(_("substance"), max_length=240, blank=True)
    company = models.CharField(_("company"), max_length=160, blank=True)
    technology = models.CharField(_("technology, as the source has it"), max_length=120)
    subject = models.ForeignKey(
        Subject, on_delete=models.PROTECT, null=True, blank=True, related_name="approvals", verbose_name=_("technology")
    )
    scope = models.CharField(_("scope"), max_length=120, blank=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=20, db_index=True)
    date = PartialDateField(_("date"), null=True, blank=True)
    number = models.PositiveIntegerField(_("number of approvals"), null=True, blank=True)
    number_is_least = models.BooleanField(_("at least that many"), default=False)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    dated = models.CharField(max_length=10, editable=False, default="")
    year = models.PositiveSmallIntegerField(null=True, editable=False, db_index=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ("-dated", "-pk")
        indexes: ClassVar[list] = [models.Index(fields=["-dated", "-id"], name="programs_approvals_by_date")]

    def __str__(self) -> str:
        return self.product or self.event_label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with what the table is sorted and filtered by."""
        self.set_order()
        super().save(*args, **kwargs)

    def set_order(self) -> None:
        """Compute what the table is sorted and filtered by; bulk writes call this themselves."""
        self.dated = str(self.date or "")
        self.year = int(self.dated[:4]) if self.dated else None

    def get_absolute_url(self) -> str:
        """Give the address of the approval's page."""
        return address("programs:approval", self.slug)

    @property
    def event_label(self) -> str:
        """The event in the reader's language."""
        return str(ApprovalEvent(self.event).label)

    @property
    def technology_shown(self) -> str:
        """The technology by its title here, or in the source's words."""
        return self.subject.title if self.subject else self.technology

    @property
    def number_shown(self) -> str:
        """The number with its "at least", or nothing."""
        if self.number is None:
            return ""
        return _("at least %(number)s") % {"number": self.number} if self.number_is_least else str(self.number)
