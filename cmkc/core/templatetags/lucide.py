"""The `lucide` tag, kept: a page shows some thirty icons, and the library writes each anew from its parsed SVG."""

from functools import lru_cache

from django import template
from django.utils.safestring import SafeString
from lucide.templatetags.lucide import lucide as written

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def lucide(name: str, *, size: int | None = 24, **attributes: str) -> SafeString:
    """Give the inline SVG of an icon, as the library's own tag does. Raises: IconDoesNotExist."""
    return SafeString(written(name, size=size, **attributes))
