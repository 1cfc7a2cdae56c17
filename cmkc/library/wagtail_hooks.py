"""The library in the CMS: publications as snippets with drafts, workflow, locks, history and preview."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cmkc.core.cms_reach import ReadableChooserViewSet
from cmkc.library.models import Publication


def _group(heading: Any, *names: str) -> MultiFieldPanel:
    """Put fields under one heading."""
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=heading)


class PublicationViewSet(SnippetViewSet):
    """Publications: listed with their permanent id, edited with creators, identifiers and relations."""

    model = Publication
    icon = "doc-full"
    menu_label = _("Library")
    menu_name = "library"
    add_to_admin_menu = True
    menu_order = 300
    list_display = ["title", "cmkc_id", "type", "issued", "review_status", "confidence"]
    chooser_viewset_class = ReadableChooserViewSet
    list_filter = ["type", "review_status", "access", "confidence"]
    search_fields = ["title", "abstract", "container_title"]
    ordering = ["-pk"]
    panels: list[Any] = [
        _group(_("Work"), "type", "title", "abstract", "language"),
        InlinePanel("creators", heading=_("Creators"), label=_("Creator")),
        _group(_("Published"), "issued", "container_title"),
        FieldRowPanel([FieldPanel("volume"), FieldPanel("issue"), FieldPanel("pages"), FieldPanel("edition")]),
        _group(_("Publisher"), "publisher", "publisher_place", "url"),
        InlinePanel("identifiers", heading=_("Identifiers"), label=_("Identifier")),
        _group(_("About"), "subjects", "keywords"),
        _group(
            _("Access and review"), "licence", "access", "embargo_until", "review_status", "audience", "authors_cut"
        ),
        InlinePanel("relations", heading=_("Related works"), label=_("Related work")),
        _group(_("Source"), "source_title", "source_body", "source_year", "source_url", "confidence", "as_of"),
    ]


register_snippet(PublicationViewSet)
