"""The audit log in the editors' desk: to read, never to write."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cmkc.core.keyset import KeysetQuerySet
from cmkc.core.models import AuditEvent

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAY_READ = "core.view_auditevent"
ROWS = 50
FILTERS = {"verb": "verb__startswith", "actor": "actor_id", "kind": "target_kind", "key": "target_key"}
"""What may be asked for in the address, and the column that answers."""


def events_asked_for(asked: dict[str, str]) -> "QuerySet[AuditEvent]":
    """Keep the events that fit, the newest first, with who did it and the words beside them."""
    wanted = {FILTERS[name]: value.strip() for name, value in asked.items() if value.strip()}
    if not wanted.get("actor_id", "0").isdecimal():
        return KeysetQuerySet(AuditEvent).none()
    events: QuerySet[AuditEvent] = KeysetQuerySet(AuditEvent).filter(**wanted)
    return events.select_related("actor", "text").order_by("-pk")


class AuditLogView(WagtailAdminTemplateMixin, TemplateView):
    """Lists events by keyset pages: 1 query for any number of them."""

    template_name = "accounts/cms_audit.html"
    page_title = _("Audit log")
    header_icon = "list-ul"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Open to holders of core.view_auditevent. Raises: PermissionDenied."""
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Stand under the desk's own page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the page of events and what was asked for."""
        asked = {name: self.request.GET.get(name, "")[:80] for name in FILTERS}
        events: Any = events_asked_for(asked)
        page = events.keyset(self.request.GET.get("after"), size=ROWS)
        context: dict[str, Any] = super().get_context_data(**kwargs)
        rows = [(event, event.text.text if hasattr(event, "text") else "") for event in page]
        return context | {"page": page, "rows": rows, "asked": asked}
