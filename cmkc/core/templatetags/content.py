"""Template tags for content: a partial date, a link to a thing of ours, what cites a thing."""

from typing import Any

from django import template
from django.contrib.auth.models import AnonymousUser
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cmkc.core import context_processors, references
from cmkc.core.markdown_html import link
from cmkc.core.partial_date import PartialDate
from cmkc.core.references import Referent, Target

register = template.Library()


@register.filter
def partial_date(value: PartialDate | None) -> SafeString | str:
    """Show a partial date in the reader's language, no more precise than it is; "" for none."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', str(value), PartialDate(value).shown)


@register.simple_tag
def sections() -> tuple[tuple[Any, str, str], ...]:
    """List label, address and name of each section of the site, in the reader's language."""
    return context_processors.sections(get_language())


@register.simple_tag
def reference(kind: str, key: str, text: str = "") -> SafeString | str:
    """Link to a thing as every visitor sees it, by its short name or as `text`; the words alone when it is not there.

    One query each time: for more than a few on a page, resolve them in the view.
    """
    referent = references.resolve([Target(kind, key)], AnonymousUser()).get(Target(kind, key))
    if referent is None:
        return text or key
    return link(referent.url, references.kinds[kind].link_class, text or referent.shown)


@register.simple_tag(takes_context=True)
def cited_by(context: dict[str, Any], kind: str, key: str) -> list[Referent]:
    """List what cites a thing, as far as the reader may see it: `{% cited_by "glossary" term.slug as citations %}`.

    One query, and one for each kind among the sources.
    """
    request = context.get("request")
    return references.cited_by(kind, key, getattr(request, "user", None) or AnonymousUser())
