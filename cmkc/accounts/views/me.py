"""One's own pages: overview, profile, security."""

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cmkc.accounts.actions.profiles import save_profile
from cmkc.accounts.forms.profiles import ProfileForm, proposed_organisations
from cmkc.accounts.languages import in_language, keep_language
from cmkc.accounts.models import User
from cmkc.accounts.second_factor import REAL, is_wanting
from cmkc.accounts.signed_in import MemberRequest


@login_required
@require_GET
def me(request: MemberRequest) -> HttpResponse:
    """Show what the member's area holds and what is still to do."""
    waiting = request.user.sector_requests.filter(closed_at=None).exists()
    context = {
        "roles": request.user.groups.order_by("name").values_list("name", flat=True),
        "grants": request.user.organisation_grants.filter(ended_at=None).select_related("organisation"),
        "second_factor": _has_second_factor(request.user),
        "sector_waits": waiting,
    }
    return render(request, "accounts/me.html", context)


def _has_second_factor(user: User) -> bool:
    return Authenticator.objects.filter(user=user, type__in=REAL).exists()


@login_required
@require_http_methods(["GET", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    """Change one's name, organisation, affiliation, language and time zone."""
    member = User.objects.select_related("organisation").get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=member)
    if request.method == "POST" and form.is_valid():
        changes = {name: form.cleaned_data[name] for name in form.Meta.fields}
        # The form has written its values into `member` already; the action compares with what the database holds.
        kept = User.objects.select_related("organisation").get(pk=request.user.pk)
        save_profile(kept, changes, organisation_name=form.cleaned_data["organisation_name"])
        messages.success(request, _("Your profile is saved."))
        response = HttpResponseRedirect(in_language(reverse("accounts:my_profile"), kept.language))
        keep_language(response, kept.language)
        return response
    context = {"form": form, "organisations": proposed_organisations()}
    return render(request, "accounts/profile.html", context)


@login_required
@require_GET
def security(request: MemberRequest) -> HttpResponse:
    """Show how the account is protected, each line leading to where it is changed; 3 queries of its own."""
    factors = Authenticator.objects.filter(user=request.user).aggregate(
        apps=Count("pk", filter=Q(type=Authenticator.Type.TOTP)),
        passkeys=Count("pk", filter=Q(type=Authenticator.Type.WEBAUTHN)),
        codes=Count("pk", filter=Q(type=Authenticator.Type.RECOVERY_CODES)),
    )
    context = {
        "factors": factors,
        "session_count": UserSession.objects.filter(user=request.user).count(),
        "wanting": is_wanting(request),
    }
    return render(request, "accounts/security.html", context)


@login_required
@require_POST
def end_session(request: MemberRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions on another device."""
    session = get_object_or_404(UserSession, pk=pk, user=request.user)
    if not session.is_current():
        session.end()
        messages.success(request, _("That session is ended: the device has to sign in again."))
    return redirect("usersessions_list")
