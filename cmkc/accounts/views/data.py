"""One's own data: what is kept, taking it away, having it erased."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from cmkc.accounts.actions.erasure import LastAdministratorError, erase, export
from cmkc.accounts.forms.profiles import EraseForm
from cmkc.accounts.models import User
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.limits import refused, spend, who_of
from cmkc.core.personal_data import registered


@login_required
@require_GET
def my_data(request: MemberRequest) -> HttpResponse:
    """List what is kept about the member, and how to take it away or have it erased."""
    return render(request, "accounts/data.html", {"kinds": [entry.label for entry in registered()]})


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required
def my_export(request: MemberRequest) -> HttpResponse:
    """Give all one's data as a zip of JSON files, after signing in once more."""
    if request.method == "GET":
        return render(request, "accounts/export.html")
    verdict = spend("exports", who_of(request))
    if not verdict.allowed:
        return refused(request, verdict)
    name = f"cmkc-my-data-{timezone.now():%Y-%m-%d}.zip"
    response = HttpResponse(export(request.user), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required
def my_erasure(request: MemberRequest) -> HttpResponse:
    """Erase one's account after signing in once more and typing its address."""
    form = EraseForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        member = User.objects.get(pk=request.user.pk)
        try:
            erase(member, by=member)
        except LastAdministratorError:
            form.add_error(None, _("Nobody else could run this site. Make another account an administrator first."))
        else:
            logout(request)
            messages.success(request, _("Your account is erased. Thank you for having been here."))
            return redirect("home")
    return render(request, "accounts/erase.html", {"form": form})
