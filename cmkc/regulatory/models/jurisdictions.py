"""The columns of the table, and the authorities that speak for them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext_lazy as _

from cmkc.core.addresses import address
from cmkc.core.facts import Confidence, Sourced
from cmkc.regulatory.querysets import JurisdictionQuerySet
from cmkc.regulatory.vocabulary import JurisdictionKind

RESERVED_CODES = frozenset(
    {
        "adoption",
        "barriers",
        "changes",
        "checklist",
        "compare",
        "consultations",
        "gaps",
        "instruments",
        "saved",
        "topics",
    }
)
"""Words that stand in addresses where a jurisdiction's code would."""


def refuse_reserved(code: str) -> None:
    """Refuse a code that is an address of its own. Raises: ValidationError."""
    if code in RESERVED_CODES:
        raise ValidationError(_("“%(code)s” is an address of this site; choose another code."), params={"code": code})


class Jurisdiction(Sourced):
    """A state, union or international body whose rules are compared."""

    code = models.SlugField(_("code"), max_length=20, unique=True, validators=[refuse_reserved])
    name = models.CharField(_("name"), max_length=120)
    iso = models.CharField("ISO 3166", max_length=2, blank=True)
    region = models.CharField(_("region"), max_length=60)
    kind = models.CharField(_("kind"), max_length=40, choices=JurisdictionKind.choices)
    order = models.PositiveSmallIntegerField(_("place in the table"), default=100)
    ich_status = models.CharField(_("status at ICH"), max_length=120, blank=True)
    ich_since = models.PositiveSmallIntegerField(_("at ICH since"), null=True, blank=True)
    pics_member = models.BooleanField(_("member of PIC/S"), null=True, blank=True)
    pics_since = models.PositiveSmallIntegerField(_("in PIC/S since"), null=True, blank=True)
    pics_confidence = models.CharField(_("PIC/S: confidence"), max_length=10, choices=Confidence.choices, blank=True)
    note = models.TextField(_("note"), max_length=600, blank=True)

    objects = JurisdictionQuerySet.as_manager()

    class Meta:
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ("order", "code")
        constraints = [
            CheckConstraint(condition=~Q(code__in=sorted(RESERVED_CODES)), name="jurisdiction_code_not_reserved")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Give the jurisdiction's page."""
        return address("regulatory:jurisdiction", self.code)

    @property
    def is_baseline(self) -> bool:
        """Tell whether this column is the harmonised baseline that others are compared with."""
        return self.kind == JurisdictionKind.HARMONISATION


class Authority(models.Model):
    """A body that issues or enforces rules in a jurisdiction."""

    code = models.SlugField(_("code"), max_length=30, unique=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction, on_delete=models.PROTECT, related_name="authorities", verbose_name=_("jurisdiction")
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts", verbose_name=_("part of")
    )
    abbreviation = models.CharField(_("abbreviation"), max_length=30)
    name = models.CharField(_("name"), max_length=200)
    native_name = models.CharField(_("name in its own language"), max_length=200, blank=True)
    site = models.URLField(_("site"), max_length=300)
    role = models.CharField(_("what it does"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("authority")
        verbose_name_plural = _("authorities")
        ordering = ("jurisdiction__order", "order", "code")

    def __str__(self) -> str:
        return f"{self.abbreviation} – {self.name}"
