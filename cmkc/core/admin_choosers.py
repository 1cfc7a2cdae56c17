"""Wagtail's choosers without their inline script, which the site's policy forbids: static/js/admin.js starts them."""

import json
from typing import Any

from django.forms.renderers import BaseRenderer
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.widgets.chooser import BaseChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser


def render(
    self: BaseChooser,
    name: str,
    value: Any,
    attrs: dict[str, Any] | None = None,
    renderer: BaseRenderer | None = None,  # noqa: ARG001  (Wagtail's signature)
) -> SafeString:
    """Render a chooser with a mark that says what to start, instead of a script. Raises: TypeError without an id."""
    if not attrs or "id" not in attrs:
        raise TypeError("BaseChooser cannot be rendered without an 'id' attribute")
    data = self.get_value_data(value)
    return format_html(
        '{}<span hidden data-start="{}" data-id="{}" data-options="{}"></span>',
        self.render_html(name, data, attrs),
        self.js_constructor,
        attrs["id"],
        json.dumps(self.get_js_init_options(attrs["id"], name, data)),
    )


def install() -> None:
    """Put this rendering in the place of Wagtail's, once, when the apps are ready."""
    BaseChooser.render = render
    AdminTaskChooser.js_constructor = "createTaskChooser"  # a function of its own, given the id alone
