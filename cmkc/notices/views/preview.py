"""What mails look like, for editors: every kind with an invented thing, in each language, as text and as HTML."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.mail import EmailMultiAlternatives
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

from cmkc.accounts.models import User
from cmkc.accounts.signed_in import MemberRequest
from cmkc.core.notices import AT_ONCE, Told, kinds
from cmkc.notices import policies
from cmkc.notices.actions.following import DIGESTS
from cmkc.notices.letters import Entry, Letter
from cmkc.notices.mails import Writer, label_of
from cmkc.notices.models import Delivery, Event


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def templates(request: MemberRequest) -> HttpResponse:
    """Show the mail of one list (`?list=`) in one language (`?in=`); 404 without the permission."""
    _check(request)
    names = [*kinds.names(), *DIGESTS]
    wanted = request.GET.get("list", names[0])
    message = _sample(request, wanted)
    context = {
        "lists": [{"name": name, "label": label_of(name), "current": name == wanted} for name in names],
        "codes": settings.LANGUAGES,
        "language": _language(request),
        "wanted": wanted,
        "message": message,
        "headers": sorted(message.extra_headers.items()),
    }
    return render(request, "notices/preview.html", context)


@login_required
@require_GET
@cache_control(private=True, no_store=True)
def as_html(request: MemberRequest, kind: str) -> HttpResponse:
    """Show the HTML part by itself, under the policy of every page: it has no style and no script."""
    _check(request)
    return HttpResponse(_sample(request, kind).alternatives[0][0])


def _check(request: MemberRequest) -> None:
    if not policies.may_preview_mail(request.user):
        raise Http404


def _language(request: MemberRequest) -> str:
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _sample(request: MemberRequest, name: str) -> EmailMultiAlternatives:
    """Write a mail of this list to the reader about things that are not there. Raises: Http404."""
    if name not in kinds and name not in DIGESTS:
        raise Http404
    code = _language(request)
    reader = User(pk=request.user.pk, name=request.user.name, email=request.user.email, language=code)
    reader.time_zone = request.user.time_zone
    digest = name in DIGESTS
    with override(code):
        told = Told(_("Title of the thing"), "/", _("A line or two of what it is."))
    events = [
        Event(pk=0, kind=kind, about_kind="sample", about_key="1", at=timezone.now())
        for kind in (kinds.names() if digest else [name])
    ]
    delivery = Delivery(pk=0, reader=reader, pace=DIGESTS.get(name, AT_ONCE), period="sample")
    return Writer().write(Letter(delivery, reader, tuple(Entry(event, told) for event in events)))
