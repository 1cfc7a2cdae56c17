"""Terms as rows of a list: on a page by the dozen."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from cmkc.core.assembly import Html, say
from cmkc.glossary.models import Term


def rows(html: Html, terms: Iterable[Term]) -> None:
    """Write rows of terms from TermQuerySet.for_listing(); no query."""
    unchecked = say(_("not yet checked"))
    for term in terms:
        html.add(
            '<li class="row"><h3 class="row-title" lang="en"><a href="{}">{}</a>', term.get_absolute_url(), term.term
        )
        if term.expansion:
            html.add(' <span class="muted">{}</span>', term.expansion)
        html.add('</h3><p lang="en">{}</p>', term.definition)
        if not term.checked:
            html.add('<p class="row-badges"><span class="badge is-warn">{}</span></p>', unchecked)
        html.add("</li>")
