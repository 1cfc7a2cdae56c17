"""Reads that a page of one cell or one jurisdiction makes every time, each one query whose SQL is written once."""

from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from cmkc.core.prepared import prepared
from cmkc.regulatory import policies
from cmkc.regulatory.models import Authority, Instrument, Jurisdiction, Statement, Topic
from cmkc.regulatory.querysets import InstrumentQuerySet, JurisdictionQuerySet, StatementQuerySet

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from cmkc.accounts.models import User

    Reader = User | AnonymousUser


def history(place: Jurisdiction, topic: Topic, reader: "Reader") -> list[Statement]:
    """Read all that was ever recorded in a cell and that the reader may see, in the order of its recording."""
    if policies.may_see_drafts(reader):
        found = list(_recorded(Statement.objects.visible_to(reader), place.pk, topic.pk))
    else:
        found = _published(place.pk, topic.pk)
    for statement in found:
        statement.jurisdiction, statement.topic = place, topic
    return found


@prepared
def _published(place: Any, topic: Any) -> StatementQuerySet:
    """Read a cell's rows that everybody sees."""
    return _recorded(Statement.objects.published(), place, topic)


def _recorded(rows: StatementQuerySet, place: Any, topic: Any) -> StatementQuerySet:
    """Keep a cell's rows, in the order of their recording, each with its search."""
    return rows.filter(jurisdiction=place, topic=topic).with_search().order_by("recorded_from", "pk")


def jurisdiction(code: str) -> Jurisdiction | None:
    """Read a jurisdiction, None when there is none of this code."""
    return next(iter(_jurisdictions(code)), None)


@prepared
def _jurisdictions(code: Any) -> JurisdictionQuerySet:
    return Jurisdiction.objects.filter(code=code)


@prepared
def answering(topic: Any) -> QuerySet[Statement, Any]:
    """Read the primary keys of the jurisdictions with a published statement on a question."""
    rows = Statement.objects.current().published().filter(topic=topic)
    return rows.order_by().values_list("jurisdiction_id", flat=True)


@prepared
def authorities(place: Any) -> QuerySet[Authority]:
    """Read who speaks for a jurisdiction, each with the body it is part of."""
    return Authority.objects.filter(jurisdiction=place).select_related("parent").order_by("order", "code")


@prepared
def instruments(place: Any) -> InstrumentQuerySet:
    """Read a jurisdiction's instruments, as a list shows them."""
    return Instrument.objects.for_listing().filter(jurisdiction=place)
