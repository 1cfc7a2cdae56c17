"""What other apps' pages show of the comparison: the small form to compare with, and what changed of late."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from cmkc.regulatory.feed import lines_of
from cmkc.regulatory.models import Change, Jurisdiction, Statement, Topic

register = template.Library()


@register.inclusion_tag("regulatory/_compare_form.html")
def compare_form() -> dict[str, Any]:
    """Show a form that compares two jurisdictions on one question; 2 queries.

    Only jurisdictions and questions with a published statement can be chosen; the first two states are proposed.
    """
    published = Statement.objects.current().published()
    places = list(Jurisdiction.objects.in_order().filter(pk__in=published.values("jurisdiction")))
    proposed = [place.code for place in places if not place.is_baseline] or [""]
    return {
        "topics": Topic.objects.for_table().filter(pk__in=published.values("topic")),
        "jurisdictions": places,
        "proposed": [("1", proposed[0]), ("2", proposed[min(1, len(proposed) - 1)])],
    }


@register.inclusion_tag("regulatory/_recent_changes.html")
def recent_changes(number: int = 5) -> dict[str, Any]:
    """Show the latest changes up to today; 4 queries at most."""
    today = timezone.now().date()
    rows: QuerySet[Change] = Change.objects.for_listing().filter(day__lte=today)
    return {"lines": lines_of(rows[:number])}
