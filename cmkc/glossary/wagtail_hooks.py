"""The glossary in the CMS: terms as snippets with a history."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cmkc.glossary.models import Term


class TermViewSet(SnippetViewSet):
    """Terms: searched by their names, edited with their synonyms and their source."""

    model = Term
    icon = "openquote"
    menu_label = _("Glossary")
    menu_name = "glossary"
    add_to_admin_menu = True
    menu_order = 310
    list_display = ["term", "expansion", "category", "confidence"]
    list_filter = ["category", "confidence"]
    search_fields = ["term", "expansion", "definition"]
    panels: list[Any] = [
        MultiFieldPanel([FieldPanel("term"), FieldPanel("expansion"), FieldPanel("slug")], heading=_("Name")),
        FieldPanel("definition"),
        FieldPanel("category"),
        InlinePanel("synonyms", heading=_("Other names"), label=_("Other name")),
        FieldPanel("see_also"),
        FieldPanel("subjects"),
        MultiFieldPanel(
            [
                FieldPanel("source_title"),
                FieldPanel("source_body"),
                FieldPanel("source_year"),
                FieldPanel("source_url"),
                FieldPanel("confidence"),
                FieldPanel("as_of"),
            ],
            heading=_("Source"),
        ),
    ]


register_snippet(TermViewSet)
