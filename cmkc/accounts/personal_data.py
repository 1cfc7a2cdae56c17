"""What accounts, sign-in and the CMS keep about a member, for taking away and erasing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _
from wagtail.users.models import UserProfile

from cmkc.accounts.actions.verification import take_back
from cmkc.accounts.models import ApiKey, OrganisationGrant, SectorRequest
from cmkc.core.models import AuditEvent, Stewardship
from cmkc.core.personal_data import PersonalData, Row, register, rows

if TYPE_CHECKING:
    from cmkc.accounts.models import User


def _account(user: "User") -> Iterator[Row]:
    yield {
        "name": user.name,
        "email": user.email,
        "addresses": list(EmailAddress.objects.filter(user=user).values("email", "verified", "primary")),
        "organisation": user.organisation.name if user.organisation else "",
        "affiliation": user.affiliation,
        "on_the_page_of_the_organisation": user.listed,
        "sector": user.sector,
        "sector_verified_until": user.sector_verified_until,
        "language": user.language,
        "time_zone": user.time_zone,
        "joined": user.date_joined,
        "last_sign_in": user.last_login,
        "roles": list(user.groups.order_by("name").values_list("name", flat=True)),
    }


def _sector(user: "User") -> Iterator[Row]:
    for asked in user.sector_requests.select_related("organisation").prefetch_related("decisions"):
        yield {
            "asked": asked.created_at,
            "sector": asked.sector,
            "organisation": asked.organisation.name,
            "evidence": asked.evidence,
            "note": asked.note,
            "answer": asked.answer,
            "decisions": [
                {"decision": one.decision, "decided": one.decided_at, "lapses": one.lapses_at}
                for one in asked.decisions.all()
            ],
        }


def _forget_sector_words(user: "User") -> None:
    """Erase what was written around the requests; who decided what, and when, stays without words. None waits on."""
    take_back(user)
    SectorRequest.objects.filter(user=user).update(note="", answer="")


def _leave_unowned(user: "User") -> None:
    """Let what the person looked after stand on the list of what lacks an owner."""
    Stewardship.objects.filter(owner=user).update(owner=None)


def _cms_profile(user: "User") -> Iterator[Row]:
    for profile in UserProfile.objects.filter(user=user):
        yield {
            "language": profile.preferred_language,
            "time_zone": profile.current_time_zone,
            "theme": profile.theme,
            "avatar": profile.avatar.name,
        }


def _forget_cms_profile(user: "User") -> None:
    for profile in UserProfile.objects.filter(user=user):
        profile.avatar.delete(save=False)
        profile.delete()


register(
    PersonalData(
        "accounts.account",
        _("account: name, addresses, organisation, roles"),
        ("accounts.User", "account.EmailAddress"),
        _account,
    )
)
register(
    PersonalData(
        "accounts.sector",
        _("sector: requests for verification and what was decided"),
        ("accounts.SectorRequest", "accounts.SectorVerification"),
        _sector,
        _forget_sector_words,
    )
)
register(
    PersonalData(
        "accounts.organisation_roles",
        _("organisations: what you may do for yours, who allowed it and until when"),
        ("accounts.OrganisationGrant",),
        rows(
            OrganisationGrant, "user", "organisation__name", "role", "starts_at", "until", "ended_at", "ended_because"
        ),
    )
)
register(
    PersonalData(
        "accounts.keys",
        _("API keys: what they are for and what they open, never the keys themselves"),
        ("accounts.ApiKey",),
        rows(ApiKey, "user", "name", "prefix", "scopes", "created_at", "expires_at", "last_used_on", "revoked_at"),
    )
)
register(
    PersonalData(
        "accounts.second_factors",
        _("second factors: their kind and when they were used, never their secrets"),
        ("mfa.Authenticator",),
        rows(Authenticator, "user", "type", "created_at", "last_used_at"),
    )
)
register(
    PersonalData(
        "accounts.sessions",
        _("sessions: browser and internet address, for 30 days"),
        ("usersessions.UserSession",),
        rows(UserSession, "user", "created_at", "last_seen_at", "ip", "user_agent"),
    )
)
register(
    PersonalData(
        "accounts.events",
        _("audit log: what you did and what was done to your account"),
        ("core.AuditEvent",),
        rows(AuditEvent, "actor", "at", "verb", "target_kind", "target_key", "data"),
    )
)
register(
    PersonalData(
        "accounts.stewardships",
        _("editors' desk: what you look after and by when you read it again"),
        ("core.Stewardship",),
        rows(Stewardship, "owner", "kind", "key", "review_by"),
        _leave_unowned,
    )
)
register(
    PersonalData(
        "accounts.cms_profile",
        _("settings of the editors' desk"),
        ("wagtailusers.UserProfile",),
        _cms_profile,
        _forget_cms_profile,
    )
)
