"""What core adds to the CMS: the script that starts what inline scripts would start, and the figures."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cmkc.core.cms_care import CarePanel, CareView, StewardshipView
from cmkc.core.cms_reach import pages_within_reach
from cmkc.core.models import Figure


@hooks.register("insert_global_admin_js")
def admin_script() -> SafeString:
    """Load static/js/admin.js on every page of the CMS."""
    return format_html('<script src="{}" type="module"></script>', static("js/admin.js"))


@hooks.register("construct_homepage_panels")
def care_panel(request: HttpRequest, panels: list[Any]) -> None:  # noqa: ARG001  (the form of a hook)
    """Put what waits, is late, broken or nobody's in front of the editors."""
    panels.append(CarePanel())


@hooks.register("construct_page_chooser_queryset")
def within_reach(pages: Any, request: HttpRequest) -> Any:
    """Let nobody choose, or read in a chooser, what they could not read otherwise."""
    within = pages_within_reach(Page.objects.all(), request.user)
    return pages.filter(pk__in=within.order_by().values("pk"))  # in this form the CMS's search can take it


@hooks.register("register_admin_urls")
def care_urls() -> list[URLPattern]:
    """Put it all under /cms/care/."""
    return [
        path("care/", CareView.as_view(), name="care"),
        path("care/<str:kind>/<str:key>/", StewardshipView.as_view(), name="stewardship"),
    ]


@hooks.register("register_reports_menu_item")
def care_menu_item() -> MenuItem:
    """List it among the reports."""
    return MenuItem(_("What to look after"), reverse_lazy("care"), name="care", icon_name="clipboard-list", order=100)


class FigurePolicy(ModelPermissionPolicy):
    """Editors change a figure's words; its drawing comes and goes with the content files."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse to add and to delete."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)


class FigureViewSet(SnippetViewSet):
    """Figures: title, text alternative, caption, long description, licence."""

    model = Figure
    icon = "image"
    menu_label = _("Figures")
    menu_name = "figures"
    add_to_admin_menu = True
    menu_order = 320
    copy_view_enabled = False
    list_display: ClassVar[list[str]] = ["title", "slug", "license"]
    search_fields: ClassVar[list[str]] = ["title", "slug", "caption", "alt"]
    panels: ClassVar[list[Any]] = [
        FieldPanel("title"),
        FieldPanel("alt"),
        FieldPanel("caption"),
        FieldPanel("long_description"),
        FieldPanel("license"),
        FieldPanel("slug", read_only=True),
        FieldPanel("file", read_only=True),
    ]


register_permission_policy(Figure, FigurePolicy(Figure))
register_snippet(FigureViewSet)
