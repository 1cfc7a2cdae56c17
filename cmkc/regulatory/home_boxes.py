"""What the home page shows of the comparison, read as narrowly as it is shown."""

import datetime
from typing import Any

from django.db.models import QuerySet

from cmkc.core.prepared import prepared
from cmkc.regulatory.feed import Line, lines_of
from cmkc.regulatory.models import Change, Jurisdiction, Statement, Topic

MOST = 10
"""How many changes the box may show."""
INSTRUMENT = ("code", "short", "title", "source_title", "source_url", "source_year", "confidence")


@prepared
def places() -> QuerySet[Jurisdiction, tuple[str, str, str]]:
    """Read code, name and kind of the jurisdictions with a published statement, in the order of the table."""
    published = Statement.objects.current().published().values("jurisdiction")
    return Jurisdiction.objects.in_order().filter(pk__in=published).values_list("code", "name", "kind")


@prepared
def questions() -> QuerySet[Topic, tuple[str, str, str]]:
    """Read group, slug and title of the questions with a published statement, in the order of the table."""
    published = Statement.objects.current().published().values("topic")
    return Topic.objects.for_table().filter(pk__in=published).values_list("group__title", "slug", "title")


@prepared
def _newest(day: Any) -> QuerySet[Change]:
    """Read the newest changes up to a day, with what the line of an instrument shows."""
    rows = Change.objects.order_by("-day", "-pk").filter(day__lte=day)
    shown = rows.select_related("jurisdiction", "version__instrument").only(
        "day", "nature", "kind", "statement_id", "jurisdiction__name", "version__stage",
        *(f"version__instrument__{name}" for name in INSTRUMENT),
    )  # fmt: skip
    return shown[:MOST]


def newest_changes(today: datetime.date, number: int) -> list[Line]:
    """List the newest changes, at most MOST; 1 query, 4 more when one tells of a statement."""
    rows = _newest(today.isoformat())[:number]
    if not any(row.statement_id for row in rows):
        return [Line(row) for row in rows]
    return lines_of(Change.objects.for_listing().filter(pk__in=[row.pk for row in rows]))
