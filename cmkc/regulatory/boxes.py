"""Fields of forms by GET: components/_field.html without a word on what is optional, since all of it is."""

from collections.abc import Iterable, Sequence

from django.forms import BoundField, Form
from django.utils.translation import gettext_noop as _

from cmkc.core.assembly import Html, say
from cmkc.regulatory.widgets import options

BOX = '<div class="field"><label for="{}">{}</label>'
TICK = '<div class="field"><label class="choice" for="{}">{}<span>{}</span></label>'


def fields(html: Html, form: Form, names: Iterable[str] = ()) -> None:
    """Write fields of a form, all of them unless it is told `names`."""
    for name in names or form.fields:
        _field(html, form[name])


def _field(html: Html, field: BoundField) -> None:
    """Write one field: its label, its help and errors under the ids that the box names, the box."""
    if field.widget_type == "tick":
        html.add(TICK, field.id_for_label, field.as_widget(), field.label)
        _notes(html, field)
        html.add("</div>")
        return
    if field.use_fieldset:
        html.add('<fieldset class="field"')
        if described := field.aria_describedby:
            html.add(' aria-describedby="{}"', described)
        html.add("><legend>{}</legend>", field.label)
    else:
        html.add(BOX, field.id_for_label, field.label)
    _notes(html, field)
    html.add("{}</fieldset>" if field.use_fieldset else "{}</div>", field.as_widget())


def _notes(html: Html, field: BoundField) -> None:
    """Write a field's help and errors, as components/_field_notes.html does."""
    if field.help_text:
        html.add('<p class="help" id="{}_helptext">{}</p>', field.auto_id, field.help_text)
    if field.errors:
        html.add('<ul class="error" id="{}_error">', field.auto_id)
        for error in field.errors:
            html.add("<li>{}</li>", error)
        html.add("</ul>")


def places(html: Html, choices: Sequence[tuple[str, str]], chosen: Sequence[str], numbers: Iterable[int]) -> None:
    """Write the boxes of a comparison by their numbers, from 1 on; each chooses one jurisdiction or none."""
    label, none = say(_("Jurisdiction %(number)s")), say(_("none"))
    for number in numbers:
        html.add(BOX, f"id_a_{number}", label % {"number": number})
        html.add('<select name="a" id="id_a_{}"><option value="">{}</option>', number, none)
        html.add("{}</select></div>", options(choices, chosen[number - 1] if number <= len(chosen) else ""))
