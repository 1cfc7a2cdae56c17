"""Programs and approvals in the CMS, as snippets with a history."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cmkc.core.cms_telling import tell
from cmkc.programs.models import AUDIENCES, Approval, Program
from cmkc.programs.references import APPROVAL, PROGRAM

JURISDICTION = "jurisdiction"
"""The comparison's kind of reference; an approval names its jurisdiction by the same code."""


def _source() -> MultiFieldPanel:
    """Ask where the fact comes from."""
    names = ("source_title", "source_body", "source_year", "source_url", "confidence", "as_of")
    return MultiFieldPanel([FieldPanel(name) for name in names], heading=_("Source"))


class ProgramViewSet(SnippetViewSet):
    """Programs."""

    model = Program
    icon = "group"
    list_display = ["name", "region", "kind", "confidence"]
    list_filter = ["kind", "region", "confidence"]
    search_fields = ["name", "abbreviation", "lead", "offers"]
    panels: list[Any] = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("abbreviation"), FieldPanel("slug")], heading=_("Name")),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("form"), FieldPanel("region"), FieldPanel("since")]),
        FieldPanel("lead"),
        FieldPanel("offers"),
        MultiFieldPanel([FieldPanel(name) for name in AUDIENCES], heading=_("For whom")),
        FieldPanel("site"),
        FieldPanel("subjects"),
        _source(),
    ]


class ApprovalViewSet(SnippetViewSet):
    """Approvals."""

    model = Approval
    icon = "tick-inverse"
    list_display = ["product", "event", "jurisdiction", "date", "confidence"]
    list_filter = ["event", "jurisdiction", "confidence"]
    search_fields = ["product", "substance", "company", "note"]
    panels: list[Any] = [
        FieldRowPanel([FieldPanel("event"), FieldPanel("jurisdiction"), FieldPanel("date"), FieldPanel("slug")]),
        MultiFieldPanel([FieldPanel("product"), FieldPanel("substance"), FieldPanel("company")], heading=_("What")),
        MultiFieldPanel([FieldPanel("subject"), FieldPanel("technology"), FieldPanel("scope")], heading=_("How")),
        FieldRowPanel([FieldPanel("number"), FieldPanel("number_is_least")]),
        FieldPanel("note"),
        _source(),
    ]


class ProgramsGroup(SnippetViewSetGroup):
    """Both, under one entry of the menu."""

    items = (ProgramViewSet, ApprovalViewSet)
    menu_label = _("Programs")
    menu_name = "programs"
    menu_icon = "group"
    menu_order = 320


register_snippet(ProgramsGroup)


@hooks.register("after_create_snippet")
def tell_of_an_approval(request: HttpRequest, instance: Any) -> None:
    """Tell the followers of a jurisdiction that an editor added an approval there."""
    if isinstance(instance, Approval):
        tell(instance, [(APPROVAL, instance.slug), (JURISDICTION, instance.jurisdiction)], by=request.user.pk, new=True)


@hooks.register("after_edit_snippet")
def tell_followers(request: HttpRequest, instance: Any) -> None:
    """Tell the followers of a program or an approval that an editor changed it."""
    if isinstance(instance, Program):
        tell(instance, [(PROGRAM, instance.slug)], by=request.user.pk)
    if isinstance(instance, Approval):
        tell(instance, [(APPROVAL, instance.slug)], by=request.user.pk)
