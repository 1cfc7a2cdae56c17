"""Boxes of forms by GET that write themselves: Django renders three templates for a box, and two for each option."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from cmkc.core.assembly import Html
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


class DayInput(forms.TextInput):
    """A date box of the browser; what it could not hold (a moment, or no date at all) is shown as text."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the box."""
        given = self.build_attrs(self.attrs, attrs) | {"name": name}
        if value:
            given["value"] = value
        if not value or is_day(str(value)):
            given.pop("maxlength", None)  # HTML knows a longest text only for text
            return format_html('<input type="date"{}>', flatatt(given))
        return format_html('<input type="text"{}>', flatatt(given))


class Tick(forms.CheckboxInput):
    """A box that is ticked or not."""

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Write the box."""
        given = self.build_attrs(self.attrs, attrs) | {"name": name, "checked": self.check_test(value)}
        return format_html('<input type="checkbox"{}>', flatatt(given))


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
