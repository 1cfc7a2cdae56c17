"""Pages of organisations: the list, one of them, and who may do what for it."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cmkc.accounts import policies
from cmkc.accounts.actions import grants
from cmkc.accounts.forms.grants import GrantForm
from cmkc.accounts.models import Organisation, OrganisationRole, User
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.caching import public_page

ORGANISATIONS_A_PAGE, MEMBERS_A_PAGE, GRANTS_SHOWN = 50, 50, 100


@require_safe
@public_page("accounts")
def organisations(request: HttpRequest) -> HttpResponse:
    """List the organisations for which somebody was verified, by name; 1 query for any number."""
    page = Organisation.objects.confirmed().keyset(request.GET.get("after"), size=ORGANISATIONS_A_PAGE)
    context = {"page": page, "breadcrumbs": [{"label": _("Organisations"), "url": ""}]}
    return render(request, "accounts/organisations.html", context)


@require_safe
@public_page("accounts")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """Show an organisation, and to members those of its verified members who want to stand there; 2 queries."""
    found = _organisation(slug)
    context = {"organisation": found, "breadcrumbs": _way_up(found), "people": None, "sees_roles": False}
    if request.user.is_authenticated:
        people = User.objects.verified_members(found).listed()
        context["people"] = people.keyset(request.GET.get("after"), size=MEMBERS_A_PAGE)
        context["sees_roles"] = policies.may_see_grants(request.user, found)
    return render(request, "accounts/organisation.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def roles(request: MemberRequest, slug: str) -> HttpResponse:
    """Show who may do what for an organisation, and give a role after signing in once more."""
    found = _for_those_who_see_grants(request, slug)
    form = GrantForm(request.POST or None, organisation=found, by=request.user, roles=_roles_to_give(request.user))
    if request.method == "POST" and form.is_valid() and _grant(request, found, form):
        return redirect("accounts:organisation_roles", slug=slug)
    rows = [
        {"grant": one, "may_end": one.ended_at is None and policies.may_end_grant(request.user, one)}
        for one in found.grants.for_page().select_related("organisation")[:GRANTS_SHOWN]
    ]
    crumbs = [*_way_up(found, linked=True), {"label": _("Roles"), "url": ""}]
    context = {"organisation": found, "form": form, "rows": rows, "breadcrumbs": crumbs}
    return render(request, "accounts/organisation_roles.html", context)


def _roles_to_give(user: User) -> list[str]:
    return OrganisationRole.values if user.has_perm(policies.GRANT) else [OrganisationRole.TRAINING_MANAGER.value]


def _grant(request: MemberRequest, found: Organisation, form: GrantForm) -> bool:
    """Give what the form says; what stands against it is said in the form."""
    words = form.cleaned_data
    try:
        grants.grant(words["user"], organisation=found, role=words["role"], until=words["last_day"], by=request.user)
    except PermissionDenied:
        form.add_error("last_day", _("You can give this role only for as long as your own lasts."))
    except grants.GrantRefusedError as refused:
        form.add_error("user", _why(str(refused)))
    else:
        messages.success(request, _("The role is given; it is on record."))
        return True
    return False


def _why(reason: str) -> str:
    if reason == "open":
        return _("This member has this role already. End it first if its last day is to change.")
    return _("This person is no verified member of the organisation any more.")


@login_required
@require_POST
@reauthentication_required
def end_role(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """End a role by hand, after signing in once more."""
    found = _organisation(slug)
    grant = get_object_or_404(found.grants.select_related("organisation"), pk=pk)
    if not policies.may_end_grant(request.user, grant):
        raise Http404
    if grants.end(grant, by=request.user):
        messages.success(request, _("The role is ended."))
    if policies.may_see_grants(request.user, found):
        return redirect("accounts:organisation_roles", slug=slug)
    return redirect("accounts:me")


def _organisation(slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.confirmed(), slug=slug)


def _for_those_who_see_grants(request: MemberRequest, slug: str) -> Organisation:
    """Find the organisation. Raises: Http404 for whoever may not see who has which role there."""
    found = _organisation(slug)
    if not policies.may_see_grants(request.user, found):
        raise Http404
    return found


def _way_up(found: Organisation, *, linked: bool = False) -> list[dict[str, str]]:
    top = {"label": _("Organisations"), "url": reverse("accounts:organisations")}
    return [top, {"label": found.name, "url": found.get_absolute_url() if linked else ""}]
