"""The tag that writes the table of approvals."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.safestring import SafeString

from cmkc.core.assembly import Html
from cmkc.core.places import Place
from cmkc.programs import listing
from cmkc.programs.models import Approval

register = template.Library()


@register.simple_tag
def approval_rows(approvals: Iterable[Approval], names: Mapping[str, Place]) -> SafeString:
    """Write the rows of the table; `names` are the jurisdictions by code."""
    html = Html()
    listing.approval_rows(html, approvals, names)
    return html.done()
