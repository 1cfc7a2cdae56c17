"""Taking one's data away, and having it erased."""

import io
import json
import uuid
import zipfile
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cmkc.accounts.actions.grants import end_of_member
from cmkc.accounts.models import User, WaitingMail
from cmkc.core import audit
from cmkc.core.models import AuditEvent
from cmkc.core.personal_data import registered

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMER = "Former member"


class LastAdministratorError(Exception):
    """Without this account nobody could run the site."""


def export(user: User) -> bytes:
    """Pack all that the site keeps about a member: a JSON file for each kind, and a list of them; it is recorded."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _files(user):
            archive.writestr(name, text)
    audit.record("accounts.data.exported", user, by=user)
    return packed.getvalue()


def _files(user: User) -> "Iterator[tuple[str, str]]":
    now = timezone.now().isoformat(timespec="minutes")
    lines = [_("What this site keeps about you, as of %(now)s.") % {"now": now}, ""]
    for entry in registered():
        rows = list(entry.export(user))
        name = f"{entry.name.replace('.', '-')}.json"
        yield name, json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)
        lines.append(f"{name}: {entry.label} ({len(rows)})")
    yield "README.txt", "\n".join(lines) + "\n"


@transaction.atomic
def erase(user: User, *, by: User) -> None:
    """Take out whatever names the person; the account stays as a nameless row that others' records point to.

    Raises: LastAdministratorError when nobody else could run the site.
    """
    if user.is_superuser and not User.objects.filter(is_superuser=True, is_active=True).exclude(pk=user.pk).exists():
        raise LastAdministratorError
    addresses = [user.email, *EmailAddress.objects.filter(user=user).values_list("email", flat=True)]
    for entry in registered():
        entry.erase(user)
    WaitingMail.objects.filter(to__in=addresses).delete()
    end_of_member(user)
    _close_every_door(user)
    _take_the_name_off(user)
    events = AuditEvent.objects.filter(target_kind=User._meta.label_lower, target_key=str(user.pk))
    audit.erase_texts(events, by=by)
    audit.record("accounts.erased", user, by=by)


def _close_every_door(user: User) -> None:
    """End the sessions and remove addresses, second factors, keys and roles."""
    for session in UserSession.objects.filter(user=user):
        session.end()
    Authenticator.objects.filter(user=user).delete()
    EmailAddress.objects.filter(user=user).delete()
    user.api_keys.all().delete()
    user.groups.clear()
    user.user_permissions.clear()


def _take_the_name_off(user: User) -> None:
    user.name, user.email = FORMER, f"erased-{uuid.uuid4()}@invalid"
    user.organisation = None
    user.affiliation = user.sector = user.language = ""
    user.sector_verified_until = None
    user.time_zone = "UTC"
    user.is_active = user.is_superuser = user.listed = False
    user.erased_at = timezone.now()
    user.set_unusable_password()
    user.save()
