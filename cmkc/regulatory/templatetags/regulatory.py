"""What pages show of the comparison: rows and boxes, its views and marks; the small form and the latest changes."""

from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import Any

from django import template
from django.forms import Form
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cmkc.core.addresses import address
from cmkc.core.assembly import Html, drawn
from cmkc.regulatory import boxes, change_lines, fragments, home_boxes, listing, widgets
from cmkc.regulatory.models import Instrument
from cmkc.regulatory.vocabulary import Basis, JurisdictionKind

register = template.Library()

register.filter("answer_block", drawn(fragments.answer_block))
register.filter("answer_head", drawn(fragments.head))
register.filter("answer_provenance", drawn(fragments.provenance))
register.filter("change_lines", drawn(change_lines.lines))
register.filter("cell_block", drawn(fragments.cell_block))
register.filter("cell_rows", drawn(fragments.cell_rows))
register.filter("cell_with_details", drawn(partial(fragments.cell_block, details=True)))
register.filter("grade_badge", drawn(fragments.badge))
register.filter("list_rows", drawn(fragments.list_rows))
register.filter("scope_line", drawn(fragments.scope))
register.filter("source_line", drawn(fragments.source))
register.filter("table_cells", drawn(fragments.table_cells))
register.simple_tag(widgets.options, name="options")


@register.simple_tag
def instrument_rows(instruments: Iterable[Instrument], *, place: bool = False) -> SafeString:
    """Write the rows of a list of instruments; one query. `place` names the jurisdictions."""
    html = Html()
    listing.instrument_rows(html, instruments, place=place)
    return html.done()


@register.simple_tag
def filter_fields(form: Form, *names: str) -> SafeString:
    """Write fields of a form by GET, all of them unless it is told which."""
    html = Html()
    boxes.fields(html, form, names)
    return html.done()


@register.simple_tag
def place_boxes(choices: Sequence[tuple[str, str]], chosen: Sequence[str], first: int, last: int) -> SafeString:
    """Write the boxes of a comparison from number `first` to `last`."""
    html = Html()
    boxes.places(html, choices, chosen, range(first, last + 1))
    return html.done()


@register.simple_tag
def comparison_views(current: str) -> list[dict[str, Any]]:
    """List the views of the section, and which of them is being read."""
    named = (
        ("table", _("Table")),
        ("compare", _("Side by side")),
        ("instruments", _("Instruments")),
        ("changes", _("What changed")),
    )
    return [{"label": label, "url": address(f"regulatory:{name}"), "current": name == current} for name, label in named]


@register.simple_tag
def legend() -> list[dict[str, Any]]:
    """Say what the marks of the table mean, the three kinds of empty among them."""
    words = [{"basis": basis.value, "label": basis.label, "meaning": basis.meaning} for basis in Basis]
    empty = {
        "basis": "empty",
        "label": _("Nothing prepared"),
        "meaning": _("No statement has been prepared yet; it says nothing about the rules there"),
    }
    return [*words, empty]


@register.inclusion_tag("regulatory/_compare_form.html")
def compare_form(topic: str = "", a: str = "", b: str = "") -> dict[str, Any]:
    """Show a form that compares two jurisdictions on one question; 2 queries.

    Only jurisdictions and questions with a published statement can be chosen. `topic`, `a` and `b` are proposed, or
    else the first question and the first two jurisdictions that are no baseline.
    """
    places = home_boxes.places()
    first, second, *_rest = [*(code for code, _name, kind in places if kind != JurisdictionKind.HARMONISATION), "", ""]
    grouped = groupby(home_boxes.questions(), key=itemgetter(0))
    return {
        "groups": [(title, [question[1:] for question in questions]) for title, questions in grouped],
        "jurisdictions": [(code, name) for code, name, _kind in places],
        "topic": topic,
        "proposed": [("1", a or first), ("2", b or second)],
    }


@register.inclusion_tag("regulatory/_recent_changes.html")
def recent_changes(number: int = 5) -> dict[str, Any]:
    """Show the latest changes up to today; 1 query, 5 at most."""
    return {"lines": home_boxes.newest_changes(timezone.now().date(), number)}
