"""Tags that write rows and facets of lists."""

from django import template

from cmkc.core import lists
from cmkc.core.assembly import drawn

register = template.Library()
register.simple_tag(drawn(lists.facet), name="facet")
register.simple_tag(drawn(lists.facets), name="facets")
register.simple_tag(drawn(lists.row), name="list_row")
register.simple_tag(drawn(lists.rows), name="list_rows")
