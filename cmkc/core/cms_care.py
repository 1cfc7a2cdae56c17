"""The editors' home in the CMS: what waits, what is to be read again, what nobody looks after, what is broken."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from cmkc.core import audit, dashboard, references
from cmkc.core.models import Fault, Stewardship
from cmkc.core.waiting import work_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cmkc.accounts.models import User

MAY_CHANGE = "core.change_stewardship"
SHOWN, MOST = 6, 500
"""Rows of each list on the home page, and on the page that shows all."""


class CarePanel(Component):
    """The panel on the home page: the first rows of each list; some 4 queries and those of each desk."""

    name = "care"
    template_name = "core/cms_care_panel.html"
    order = 40

    def get_context_data(self, parent_context: "Mapping[str, Any] | None" = None) -> dict[str, Any]:
        """Give the lists, cut, and how long each is."""
        request = (parent_context or {})["request"]
        return {"work": work_of(request.user), "lists": lists(request.user, SHOWN), "all_url": reverse("care")}


def lists(reader: Any, most: int) -> list[dict[str, Any]]:
    """Give each list of what the reader edits, with its heading, its first rows and its length."""
    late, bare = dashboard.overdue(timezone.localdate(), reader), dashboard.unkept(reader)
    faults = kept_faults(reader)
    return [
        {"name": "late", "label": _("To be read again"), "rows": late[:most], "count": len(late)},
        {"name": "faults", "label": _("Broken links and references"), "faults": faults[:most], "count": len(faults)},
        {"name": "bare", "label": _("Without an owner or a day of review"), "rows": bare[:most], "count": len(bare)},
    ]


def kept_faults(reader: Any) -> list[Fault]:
    """Keep the faults of what the reader edits, or may read where a fault names no kind of content; 1 query a kind."""
    rows = list(Fault.objects.all()[: MOST + 1])
    keys: dict[str, set[str]] = {}
    for row in rows:
        keys.setdefault(row.kind, set()).add(row.key)
    known: set[tuple[str, str]] = set()
    for kind, asked in keys.items():
        if kind in dashboard.edited:
            found = dashboard.edited[kind].kept_by(reader).filter(pk__in=filter(str.isdecimal, asked))
            known |= {(kind, str(pk)) for pk in found.values_list("pk", flat=True)}
    others = {
        references.Target(kind, key) for kind in keys.keys() - set(dashboard.edited.names()) for key in keys[kind]
    }
    known |= {(one.kind, one.key) for one in references.resolve(others, reader)}
    return [row for row in rows if (row.kind, row.key) in known]


class CareView(WagtailAdminTemplateMixin, TemplateView):
    """All of it on one page."""

    template_name = "core/cms_care.html"
    page_title = gettext_lazy("What to look after")
    header_icon = "clipboard-list"
    _show_breadcrumbs = True

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Stand under the desk's own page."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the lists and who may change whose content it is."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        reader: Any = self.request.user  # Wagtail lets nobody in here who isn't signed in
        may_change = reader.has_perm(MAY_CHANGE)
        return context | {"work": work_of(reader), "lists": lists(reader, MOST), "may_change": may_change}


class StewardshipForm(forms.ModelForm):
    """Who looks after a thing and by when it is read again."""

    class Meta:
        model = Stewardship
        fields = ("owner", "review_by")
        widgets = {"review_by": forms.DateInput(attrs={"type": "date"})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        enters = Q(is_superuser=True) | Q(groups__permissions__codename="access_admin")
        owner: Any = self.fields["owner"]
        owner.queryset = get_user_model().objects.filter(enters, is_active=True).distinct().order_by("name", "pk")


class StewardshipView(CareView):
    """The form for one thing."""

    template_name = "core/cms_stewardship.html"
    page_title = gettext_lazy("Owner and day of review")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Open to holders of core.change_stewardship. Raises: PermissionDenied; Http404 for what is not there."""
        if not request.user.has_perm(MAY_CHANGE):
            raise PermissionDenied
        thing = dashboard.find(kwargs["kind"], kwargs["key"], request.user)
        if thing is None:
            raise Http404
        self.thing = thing
        row = Stewardship.objects.filter(kind=thing.kind, key=thing.key).first()
        self.form = StewardshipForm(
            request.POST or None,
            instance=row or Stewardship(kind=thing.kind, key=thing.key),
            use_required_attribute=False,
        )
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Save and record; what is wrong is said above what was typed."""
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        row, by = self.form.save(), cast("User", request.user)
        data = {"kind": row.kind, "key": row.key, "owner": row.owner_id, "review_by": str(row.review_by or "")}
        audit.record("core.stewardship.changed", row, by=by, data=data)
        messages.success(request, _("“%(title)s” is looked after.") % {"title": self.thing.title})
        return redirect("care")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the thing and the form."""
        context: dict[str, Any] = super(CareView, self).get_context_data(**kwargs)
        return context | {"thing": self.thing, "form": self.form}
