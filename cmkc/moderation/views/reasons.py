"""Reason templates: words that moderators give often."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cmkc.accounts.signed_in import MemberRequest
from cmkc.moderation.actions.reasons import save_template
from cmkc.moderation.forms import TemplateForm
from cmkc.moderation.models import ReasonTemplate
from cmkc.moderation.views.doors import for_deciders, show


@for_deciders
@require_http_methods(["GET", "HEAD", "POST"])
def reasons(request: MemberRequest) -> HttpResponse:
    """List the templates, and add one."""
    return _edit(request, ReasonTemplate())


@for_deciders
@require_http_methods(["GET", "HEAD", "POST"])
def reason(request: MemberRequest, pk: int) -> HttpResponse:
    """Change one template; decisions that were taken with it keep the words they had."""
    return _edit(request, get_object_or_404(ReasonTemplate, pk=pk))


def _edit(request: MemberRequest, template: ReasonTemplate) -> HttpResponse:
    form = TemplateForm(request.POST or None, instance=template)
    if request.method == "POST" and form.is_valid():
        save_template(form.instance, form.words(), by=request.user)
        messages.success(request, _("The reason is saved."))
        return redirect("moderation:reasons")
    every = ReasonTemplate.objects.order_by("retired", "kind", "action", "name").prefetch_related("wordings")
    context = {"form": form, "template": template, "templates": list(every)}
    return show(request, "reasons.html", "moderation:reasons", context)
