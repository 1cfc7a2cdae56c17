"""What templates of other apps and of allauth need from accounts."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest

from cmkc.accounts.second_factor import is_wanting
from cmkc.accounts.views.area import sections

register = template.Library()


@register.simple_tag
def member_sections(request: HttpRequest) -> list[dict[str, Any]]:
    """List the sections of the member's area for the side navigation; 2 queries (the permissions of the reader)."""
    return sections(request)


@register.simple_tag
def second_factor_wanting(request: HttpRequest) -> bool:
    """Tell whether this member may not go on without a second factor; 1 query at most."""
    return is_wanting(request)


@register.filter
def as_json(value: Any) -> str:
    """Write a value as JSON for a data attribute; the template escapes it like any text."""
    return json.dumps(value, cls=DjangoJSONEncoder)
