"""Named reads of the comparison. A statement is read at two times: the day it holds, and what was recorded by then."""

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Self, cast

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from cmkc.core.keyset import KeysetQuerySet
from cmkc.regulatory import policies
from cmkc.regulatory.vocabulary import State

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

WHOLE_SCOPE = {"product_class": "", "substance_or_product": "", "lifecycle_stage": "", "amt_type": ""}
"""A statement about everything; each field may narrow it."""
SCOPE = tuple(WHOLE_SCOPE)
SOURCED = ("source_title", "source_body", "source_year", "source_url", "confidence", "as_of")
"""What is shown beside every shipped fact."""


def _known_at(moment: datetime.datetime | None) -> Q:
    """Say that a row stood in the record at a moment; None is now."""
    if moment is None:
        return Q(recorded_to=None)
    return Q(recorded_from__lte=moment) & (Q(recorded_to=None) | Q(recorded_to__gt=moment))


def _valid_on(day: datetime.date) -> Q:
    """Say that a statement holds on a day."""
    return (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_to=None) | Q(valid_to__gt=day))


class StatementQuerySet(models.QuerySet):
    """Rows of the append-only record of statements."""

    def visible_to(self, user: "User | AnonymousUser") -> Self:
        """Keep what the user may read: drafts show to editors alone. No query for a visitor, two for a member."""
        return self if policies.may_see_drafts(user) else self.published()

    def published(self) -> Self:
        """Keep what everyone may read."""
        return self.filter(state=State.PUBLISHED)

    def drafts(self) -> Self:
        """Keep the verification queue."""
        return self.filter(state=State.DRAFT)

    def current(self) -> Self:
        """Keep the record as it stands now, whatever day it is about."""
        return self.filter(recorded_to=None)

    def known_at(self, moment: datetime.datetime | None) -> Self:
        """Keep the record as it stood at a moment; None is now."""
        return self.filter(_known_at(moment))

    def valid_on(self, day: datetime.date) -> Self:
        """Keep what holds on a day. An unknown start counts at every day; the end is the first day without it."""
        return self.filter(_valid_on(day))

    def at(self, as_of: datetime.date, known_at: datetime.datetime | None = None) -> Self:
        """Keep what held on `as_of`, as the record stood at `known_at`."""
        return self.valid_on(as_of).known_at(known_at)

    def with_search(self) -> Self:
        """Bring the record of the search along, in the same query."""
        return self.select_related("search")

    def of_cell(self, jurisdiction: str, topic: str) -> Self:
        """Keep the rows of one cell of the table."""
        return self.filter(jurisdiction__code=jurisdiction, topic__slug=topic)

    def of_cells(self, keys: Iterable[str]) -> Self:
        """Keep the rows of the cells named "<jurisdiction>/<topic>"."""
        wanted = Q(pk=None)
        for key in keys:
            code, _slash, slug = key.partition("/")
            wanted |= Q(jurisdiction__code=code, topic__slug=slug)
        return self.filter(wanted)


def _versions() -> models.QuerySet:
    """Give the versions of instruments, whose model stands above this module."""
    return apps.get_model("regulatory", "InstrumentVersion")._default_manager.all()


class InstrumentQuerySet(KeysetQuerySet):
    """Reads of instruments with the stage they have now."""

    def with_stage(self) -> Self:
        """Add `stage`, `stage_note`, `published`, `effective_from`, `consultation_end`: those of the latest version."""
        latest = _versions().filter(instrument=OuterRef("pk")).order_by("-sequence")
        names = ("stage", "stage_note", "published", "effective_from", "consultation_end")
        return self.annotate(**{name: Subquery(latest.values(name)[:1]) for name in names})

    def at_stage(self, stage: str) -> Self:
        """Keep those whose latest version has come so far."""
        latest = _versions().filter(instrument=OuterRef("pk")).order_by("-sequence")
        return self.alias(stage_now=Subquery(latest.values("stage")[:1])).filter(stage_now=stage)

    def for_listing(self) -> Self:
        """Order by jurisdiction and name; rows with what a list shows of the instrument itself; one query."""
        rows = self.annotate(place=F("jurisdiction__name"), place_order=F("jurisdiction__order"))
        ordered = rows.order_by("place_order", "short", "pk")
        names = ("id", "code", "short", "title", "kind", *SOURCED, "place", "place_order")
        return cast("Self", ordered.values_list(*names, named=True))


class QuestionQuerySet(models.QuerySet):
    """Reads of the comparison questions."""

    def for_table(self) -> Self:
        """Order as the table does, with each topic's group; one query."""
        return self.select_related("group").order_by("group__order", "order", "pk")

    def as_rows(self) -> Self:
        """Order as the table does, with no more than its rows show; one query."""
        return self.for_table().only("slug", "title", "question", "group__slug", "group__title")


class JurisdictionQuerySet(models.QuerySet):
    """Reads of the columns of the table."""

    def in_order(self) -> Self:
        """Order as the table does: the baseline first."""
        return self.order_by("order", "code")

    def as_columns(self) -> Self:
        """Order as the table does, with no more than its columns show."""
        return self.in_order().only("code", "name", "region", "kind")


class EvidenceQuerySet(models.QuerySet):
    """Reads of what statements rest on."""

    def with_stage(self) -> Self:
        """Add `stage`: the one that the instrument has now."""
        named = Coalesce(OuterRef("instrument_id"), OuterRef("clause__version__instrument_id"))
        latest = _versions().filter(instrument_id=named).order_by("-sequence").values("stage")
        return self.annotate(stage=Subquery(latest[:1]))

    def for_showing(self) -> Self:
        """Order by statement and place, with what a source line shows and the instrument's present stage; one query."""
        rows = self.select_related("instrument", "clause__version__instrument").with_stage()
        return rows.order_by("statement_id", "order", "pk")


class VerificationQuerySet(models.QuerySet):
    """Reads of who checked what."""

    def known_at(self, moment: datetime.datetime | None) -> Self:
        """Keep what was recorded by then; None is now."""
        return self if moment is None else self.filter(recorded_at__lte=moment)


class ChangeQuerySet(KeysetQuerySet):
    """Reads of the list of changes."""

    def for_listing(self) -> Self:
        """Newest first, with what a line of the list shows; one query."""
        return self.select_related(
            "jurisdiction", "version__instrument", "statement__topic", "statement__jurisdiction"
        ).order_by("-day", "-pk")
