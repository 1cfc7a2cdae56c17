"""Laws, guidelines, programs: what statements rest on, with the stages they went through."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import UniqueConstraint
from django.utils.translation import gettext_lazy as _

from cmkc.core.addresses import address
from cmkc.core.facts import Sourced
from cmkc.core.partial_date import PartialDateField
from cmkc.regulatory.models.jurisdictions import Authority, Jurisdiction
from cmkc.regulatory.querysets import InstrumentQuerySet
from cmkc.regulatory.vocabulary import Bindingness, Stage

if TYPE_CHECKING:
    from cmkc.core.partial_date import PartialDate


class Instrument(Sourced):
    """A statute, guideline, standard, program or paper of a jurisdiction, whatever its version."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="instruments", verbose_name=_("jurisdiction")
    )
    authority = models.ForeignKey(
        Authority,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="instruments",
        verbose_name=_("authority"),
    )
    body = models.CharField(_("issued by"), max_length=120, help_text=_("As the instrument itself names it."))
    short = models.CharField(_("short name"), max_length=100)
    title = models.CharField(_("title"), max_length=300)
    native_title = models.CharField(_("title in its own language"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    kind = models.CharField(_("type"), max_length=40)
    bindingness = models.CharField(_("binding"), max_length=12, choices=Bindingness.choices, blank=True)
    identifier = models.CharField(_("official number"), max_length=120, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    summary = models.TextField(_("summary"), max_length=1000, blank=True)
    supersedes = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="superseded_by", verbose_name=_("supersedes")
    )

    objects = InstrumentQuerySet.as_manager()

    if TYPE_CHECKING:  # added by InstrumentQuerySet.with_stage()
        stage: str | None
        stage_note: str | None
        published: PartialDate | None
        effective_from: PartialDate | None
        consultation_end: PartialDate | None

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
        ordering = ("jurisdiction__order", "short", "pk")

    def __str__(self) -> str:
        return self.short

    def get_absolute_url(self) -> str:
        """Give the page with what rests on this instrument."""
        return address("regulatory:instrument", self.code)


class InstrumentVersion(models.Model):
    """One text of an instrument: how far it had come, and since when."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.CASCADE, related_name="versions", verbose_name=_("instrument")
    )
    sequence = models.PositiveSmallIntegerField(_("number of the version"), default=1)
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices)
    stage_note = models.CharField(_("stage in the issuer's words"), max_length=120, blank=True)
    published = PartialDateField(_("published"), null=True, blank=True)
    effective_from = PartialDateField(_("effective from"), null=True, blank=True)
    effective_to = PartialDateField(_("effective until"), null=True, blank=True)
    consultation_end = PartialDateField(_("consultation ends"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("version of an instrument")
        verbose_name_plural = _("versions of instruments")
        ordering = ("instrument_id", "-sequence")
        constraints = [UniqueConstraint(fields=["instrument", "sequence"], name="instrument_version_sequence")]

    def __str__(self) -> str:
        return f"{self.instrument.short} ({self.get_stage_display()})"


class Clause(models.Model):
    """A place in one version of an instrument, quoted in the original and, where somebody did it, translated."""

    version = models.ForeignKey(
        InstrumentVersion, on_delete=models.PROTECT, related_name="clauses", verbose_name=_("version")
    )
    locator = models.CharField(_("place"), max_length=120, help_text=_("Such as “Art. 20(2)” or “section 3.1”."))
    quote = models.TextField(_("quote"), max_length=600, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    translation = models.TextField(_("translation"), max_length=900, blank=True)

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ("version_id", "locator")
        constraints = [UniqueConstraint(fields=["version", "locator"], name="clause_locator_once")]

    def __str__(self) -> str:
        return f"{self.version.instrument.short}, {self.locator}"
