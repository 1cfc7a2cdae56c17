"""The glossary in the CMS: terms as snippets with a history."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cmkc.core.notices import CHANGED, announce
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


@hooks.register("after_edit_snippet")
def tell_followers(request: HttpRequest, instance: Any) -> None:
    """Tell the followers of a term that an editor changed it; what the content files bring is told to nobody."""
    if isinstance(instance, Term):
        key = f"term:{instance.pk}:{instance.latest_revision_id}"
        announce(CHANGED, ("glossary", instance.slug), key, by=request.user.pk)
