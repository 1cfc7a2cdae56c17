"""What other apps' pages show of the comparison: the small form to compare with, and what changed of late."""

from typing import Any

from django import template
from django.db.models import QuerySet
from django.utils import timezone

from cmkc.regulatory.feed import lines_of
from cmkc.regulatory.models import Change, Jurisdiction, Statement, Topic

register = template.Library()


@register.inclusion_tag("regulatory/_compare_form.html")
def compare_form(topic: str = "", a: str = "", b: str = "") -> dict[str, Any]:
    """Show a form that compares two jurisdictions on one question; 2 queries.

    Only jurisdictions with a published statement can be chosen, and only questions with one.
    """
    published = Statement.objects.current().published()
    return {
        "topics": Topic.objects.for_table().filter(pk__in=published.values("topic")),
        "jurisdictions": Jurisdiction.objects.in_order().filter(pk__in=published.values("jurisdiction")),
        "topic": topic,
        "a": a,
        "b": b,
    }


@register.inclusion_tag("regulatory/_recent_changes.html")
def recent_changes(number: int = 5) -> dict[str, Any]:
    """Show the latest changes up to today; 4 queries at most."""
    today = timezone.now().date()
    rows: QuerySet[Change] = Change.objects.for_listing().filter(day__lte=today)
    return {"lines": lines_of(rows[:number])}
