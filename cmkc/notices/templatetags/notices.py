"""What other apps put on their pages."""

from urllib.parse import urlencode

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("notices/_follow_button.html")
def follow_button(kind: str, key: object) -> dict[str, str]:
    """Link to the form that follows a thing of core.references; no query, and the same for every reader."""
    return {"url": f"{reverse('notices:follow')}?{urlencode({'kind': kind, 'key': key})}"}


@register.filter
def follow_address(row: object) -> str:
    """Give the address of the form for a followed thing."""
    named = {"kind": getattr(row, "kind", ""), "key": getattr(row, "key", "")}
    return f"{reverse('notices:follow')}?{urlencode(named)}"
