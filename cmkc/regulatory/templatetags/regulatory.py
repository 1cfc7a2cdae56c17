"""What other apps' pages show of the comparison: the small form to compare with, and what changed of late."""

from typing import Any

from django import template
from django.utils import timezone

from cmkc.regulatory.feed import lines_of
from cmkc.regulatory.models import Change, Jurisdiction, Statement, Topic

register = template.Library()


@register.inclusion_tag("regulatory/_compare_form.html")
def compare_form(topic: str = "", a: str = "", b: str = "") -> dict[str, Any]:
    """Show a form that compares two jurisdictions on one question; 2 queries.

    Only jurisdictions and questions with a published statement can be chosen. `topic`, `a` and `b` are proposed, or
    else the first question and the first two jurisdictions that are no baseline.
    """
    published = Statement.objects.current().published()
    places = list(Jurisdiction.objects.in_order().filter(pk__in=published.values("jurisdiction")))
    first, second, *_rest = [*(place.code for place in places if not place.is_baseline), "", ""]
    return {
        "topics": Topic.objects.for_table().filter(pk__in=published.values("topic")),
        "jurisdictions": places,
        "topic": topic,
        "proposed": [("1", a or first), ("2", b or second)],
    }


@register.inclusion_tag("regulatory/_recent_changes.html")
def recent_changes(number: int = 5) -> dict[str, Any]:
    """Show the latest changes up to today; 4 queries at most."""
    today = timezone.now().date()
    rows = Change.objects.for_listing().filter(day__lte=today)
    return {"lines": lines_of(rows[:number])}
