"""The record itself: statements, what they rest on, who checked them. Rows are added and closed, never changed."""

import datetime
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Index, Q, UniqueConstraint
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cmkc.core.addresses import address
from cmkc.core.append_only import append_only
from cmkc.core.facts import Confidence
from cmkc.core.partial_date import PartialDateField
from cmkc.regulatory.models.instruments import Clause, Instrument
from cmkc.regulatory.models.jurisdictions import Jurisdiction
from cmkc.regulatory.models.topics import Topic
from cmkc.regulatory.querysets import SCOPE, EvidenceQuerySet, StatementQuerySet, VerificationQuerySet
from cmkc.regulatory.vocabulary import Basis, Capacity, EvidenceKind, Position, Reason, Role, State, Substance

if TYPE_CHECKING:
    from cmkc.core.partial_date import PartialDate

CELL = ("jurisdiction", "topic", *SCOPE, "state")


@append_only(fill_once=("recorded_to",))
class Statement(models.Model):
    """What one jurisdiction says on one topic: true in the world from `valid_from`, recorded from `recorded_from`.

    An edit closes `recorded_to` and inserts a row. An imported row has no `recorded_by`; any other published row names
    two people, its author and the one who approved it.
    """

    jurisdiction = models.ForeignKey(Jurisdiction, on_delete=models.PROTECT, related_name="statements")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="statements")
    product_class = models.CharField(_("product class"), max_length=60, blank=True)
    substance_or_product = models.CharField(
        _("substance or product"), max_length=10, choices=Substance.choices, blank=True
    )
    lifecycle_stage = models.CharField(_("life-cycle stage"), max_length=60, blank=True)
    amt_type = models.CharField(_("technology"), max_length=60, blank=True)

    basis = models.CharField(_("basis"), max_length=12, choices=Basis.choices)
    position = models.CharField(_("position"), max_length=25, choices=Position.choices, blank=True)
    summary = models.TextField(_("summary"), max_length=1500)
    conditions = models.TextField(_("conditions"), max_length=1500, blank=True)

    valid_from = PartialDateField(_("valid from"), null=True, blank=True)
    valid_to = PartialDateField(_("no longer valid from"), null=True, blank=True)
    recorded_from = models.DateTimeField(_("recorded"), default=timezone.now)
    recorded_to = models.DateTimeField(_("replaced"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, default=Reason.FIRST)
    supersedes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="successors")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="statements_recorded"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="statements_approved"
    )
    looked_up_on = models.DateField(_("looked up on"), null=True, blank=True)
    shipped_confidence = models.CharField(_("shipped as"), max_length=10, choices=Confidence.choices, blank=True)
    note = models.TextField(_("note for editors"), max_length=1000, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("jurisdiction_id", "topic_id", "recorded_from", "pk")
        default_permissions = ()
        permissions = [
            ("edit_statement", _("May record regulatory statements and see drafts")),
            ("publish_statement", _("May publish another's regulatory statement")),
        ]
        constraints = [
            UniqueConstraint(
                fields=CELL, condition=Q(recorded_to=None, valid_to=None), name="statement_one_open_in_cell"
            ),
            UniqueConstraint(
                fields=(*CELL, "valid_from"),
                condition=Q(recorded_to=None, valid_from__isnull=False),
                name="statement_one_per_start",
            ),
            UniqueConstraint(
                fields=CELL, condition=Q(recorded_to=None, valid_from=None), name="statement_one_unknown_start"
            ),
            CheckConstraint(
                condition=Q(recorded_to=None) | Q(recorded_to__gte=F("recorded_from")), name="statement_recorded_order"
            ),
            CheckConstraint(
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="statement_valid_order",
            ),
            CheckConstraint(
                condition=Q(state=State.DRAFT)
                | Q(recorded_by=None, approved_by=None)
                | Q(recorded_by__isnull=False, approved_by__isnull=False) & ~Q(recorded_by=F("approved_by")),
                name="statement_published_by_two",
            ),
            CheckConstraint(
                condition=Q(state=State.DRAFT) | ~Q(shipped_confidence=Confidence.GENERAL),
                name="statement_unchecked_stays_draft",
            ),
            CheckConstraint(condition=Q(basis__in=Basis.values), name="statement_basis_known"),
            CheckConstraint(condition=Q(state__in=State.values), name="statement_state_known"),
        ]
        indexes = [
            Index(fields=["state", "jurisdiction", "topic"], condition=Q(recorded_to=None), name="statement_current"),
            Index(fields=["topic", "jurisdiction", "recorded_from"], name="statement_history"),
        ]

    def __str__(self) -> str:
        return f"{self.jurisdiction} – {self.topic}: {self.get_basis_display()}"

    def get_absolute_url(self) -> str:
        """Give the page of the cell; costs nothing when jurisdiction and topic are loaded."""
        return address("regulatory:cell", self.jurisdiction.code, self.topic.slug)

    def holds_on(self, day: datetime.date) -> bool:
        """Tell whether `StatementQuerySet.valid_on` keeps this row."""
        begins, ends = cast("PartialDate | None", self.valid_from), cast("PartialDate | None", self.valid_to)
        return (begins is None or begins.earliest <= day) and (ends is None or ends.earliest > day)

    def stood_at(self, moment: datetime.datetime | None) -> bool:
        """Tell whether `StatementQuerySet.known_at` keeps this row."""
        if moment is None:
            return self.recorded_to is None
        return self.recorded_from <= moment and (self.recorded_to is None or self.recorded_to > moment)

    @property
    def scope(self) -> dict[str, str]:
        """Give the fields that narrow the statement; an empty one means all."""
        return {name: getattr(self, name) for name in SCOPE}

    @property
    def breadth(self) -> int:
        """Count the fields that narrow the statement: the fewer, the more general."""
        return sum(bool(value) for value in self.scope.values())


@append_only()
class Evidence(models.Model):
    """One thing that a statement rests on: a clause, instrument, publication, approval, or a page that was read."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="evidence")
    order = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(_("kind"), max_length=12, choices=EvidenceKind.choices)
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.SUPPORTS)
    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence")
    key = models.CharField(_("key of the publication or approval"), max_length=80, blank=True)
    title = models.CharField(_("title of the page"), max_length=500, blank=True)
    body = models.CharField(_("issuing body"), max_length=300, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    locator = models.CharField(_("place in it"), max_length=200, blank=True)

    objects = EvidenceQuerySet.as_manager()

    if TYPE_CHECKING:
        stage: str | None  # added by EvidenceQuerySet.for_showing()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ("statement_id", "order", "pk")
        default_permissions = ()
        constraints = [
            UniqueConstraint(fields=["statement", "order"], name="evidence_order_once"),
            CheckConstraint(
                condition=Q(kind=EvidenceKind.PAGE, clause=None, instrument=None, key="") & ~Q(title="")
                | Q(kind=EvidenceKind.INSTRUMENT, clause=None, instrument__isnull=False, key="")
                | Q(kind=EvidenceKind.CLAUSE, clause__isnull=False, instrument=None, key="")
                | Q(kind__in=[EvidenceKind.PUBLICATION, EvidenceKind.APPROVAL], clause=None, instrument=None)
                & ~Q(key=""),
                name="evidence_names_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.key or f"{self.get_kind_display()} {self.instrument_id or self.clause_id}"


@append_only()
class SearchRecord(models.Model):
    """What was searched, when and by whom, before a statement said that nothing was found."""

    statement = models.OneToOneField(Statement, on_delete=models.PROTECT, related_name="search")
    what = models.TextField(_("what was searched"), max_length=1000, blank=True)
    searched_on = models.DateField(_("searched on"))
    searched_by = models.CharField(_("searched by"), max_length=120)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="regulatory_searches"
    )

    class Meta:
        verbose_name = _("search record")
        verbose_name_plural = _("search records")
        ordering = ("pk",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.searched_on}: {self.what}"


@append_only()
class Verification(models.Model):
    """One person checked a statement against its sources on a day, and until when that counts."""

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="verifications")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verifications")
    capacity = models.CharField(_("capacity"), max_length=20, choices=Capacity.choices)
    method = models.CharField(_("how it was checked"), max_length=300)
    verified_on = models.DateField(_("verified on"))
    expires_on = models.DateField(_("counts until"), null=True, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification")
        verbose_name_plural = _("verifications")
        ordering = ("statement_id", "verified_on", "pk")
        default_permissions = ()
        constraints = [
            CheckConstraint(
                condition=Q(expires_on=None) | Q(expires_on__gte=F("verified_on")), name="verification_expires_after"
            )
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}: {self.get_capacity_display()} {self.verified_on}"
