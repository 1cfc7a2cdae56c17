"""Boxes to choose from that write their options themselves: Django renders two templates for each option."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cmkc.regulatory.assembly import Html
from cmkc.regulatory.moments import is_day

Choices = Iterable[tuple[Any, Any]]
OPTION, OPTION_CHOSEN = '<option value="{}">{}</option>', '<option value="{}" selected>{}</option>'
CHECKED = flatatt({"checked": True})
TICK = '<div><label for="{0}_{1}"><input type="checkbox" name="{2}" value="{3}" id="{0}_{1}"{4}{5}> {6}</label></div>'


def options(choices: Choices, chosen: str = "") -> SafeString:
    """Write the options of a box."""
    html = Html()
    for value, label in choices:
        html.add(OPTION_CHOSEN if value == chosen else OPTION, value, label)
    return html.done()


class DayInput(forms.DateInput):
    """A date box of the browser; what it could not hold (a moment, or no date at all) is shown as text."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Choose the box by what stands in it."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        widget = context["widget"]
        widget["type"] = "date" if not value or is_day(str(value)) else "text"
        if widget["type"] == "date":
            widget["attrs"].pop("maxlength", None)  # HTML knows a longest text only for text
        return context


class Choice(forms.Select):
    """A box of which one option is chosen."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the box."""
        named = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        return format_html("<select{}>{}</select>", named, options(self.choices, str(value or "")))


class Ticks(forms.CheckboxSelectMultiple):
    """Boxes of which several can be ticked."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the boxes, each under the id of the field and its number."""
        given = self.build_attrs(self.attrs, attrs)
        own = given.pop("id", f"id_{name}")
        more, ticked = flatatt(given), set(value or ())
        boxes = format_html_join(
            "",
            TICK,
            (
                (own, number, name, key, more, CHECKED if str(key) in ticked else "", label)
                for number, (key, label) in enumerate(self.choices)
            ),
        )
        return format_html('<div id="{}">{}</div>', own, boxes)
