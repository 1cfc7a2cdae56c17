"""What the glossary's own templates load."""

from django import template

from cmkc.core.assembly import drawn
from cmkc.glossary import listing

register = template.Library()
register.simple_tag(drawn(listing.rows), name="term_rows")
