"""API keys of a member."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cmkc.accounts import policies
from cmkc.accounts.actions import keys as actions
from cmkc.accounts.forms.keys import KeyForm
from cmkc.accounts.models import ApiKey
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.limits import allows, who_of


@login_required
@require_GET
def keys(request: MemberRequest) -> HttpResponse:
    """List the member's keys, newest first, never their secrets."""
    return _page(request, KeyForm())


def _page(request: MemberRequest, form: KeyForm, *, made: ApiKey | None = None, secret: str = "") -> HttpResponse:
    context = {
        "form": form,
        "keys": ApiKey.objects.filter(user=request.user)[:50],
        "made": made,
        "secret": secret,
        "most": policies.MOST_KEYS,
    }
    return render(request, "accounts/keys.html", context)


@login_required
@require_http_methods(["GET", "POST"])
@reauthentication_required(allow_get=True)
def make_key(request: MemberRequest) -> HttpResponse:
    """Make a key and show it, this once: the answer is the page itself and is stored nowhere."""
    if request.method == "GET":
        return redirect("accounts:keys")
    form = KeyForm(request.POST)
    if form.is_valid() and allows(form, "api-keys", who_of(request)):
        try:
            made, secret = actions.make(request.user, **form.cleaned_data)
        except actions.KeyRefusedError as refused:
            form.add_error(*_why(str(refused)))
        else:
            return _page(request, KeyForm(), made=made, secret=secret)
    return _page(request, form)


def _why(reason: str) -> tuple[str | None, str]:
    """Give the field and the words that say why a key was refused."""
    if reason == "many":
        return None, _("You have %(most)d keys that work. Revoke one first.") % {"most": policies.MOST_KEYS}
    return "name", _("You have a key of this name. Choose another name, or revoke that key first.")


@login_required
@require_POST
def revoke_key(request: MemberRequest, pk: int) -> HttpResponse:
    """Revoke one of one's own keys."""
    key = get_object_or_404(ApiKey, pk=pk, user=request.user)
    if actions.revoke(request.user, key.pk):
        messages.success(request, _("The key “%(name)s” is revoked: nothing can use it any more.") % {"name": key.name})
    return redirect("accounts:keys")
