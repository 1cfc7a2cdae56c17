"""Work waiting for you: one list over all desks."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.waiting import work_of


@login_required
@require_GET
def my_work(request: MemberRequest) -> HttpResponse:
    """List each desk where something waits for the reader, the longest waiting first."""
    return render(request, "accounts/work.html", {"desks": work_of(request.user)})
