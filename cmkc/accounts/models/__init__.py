"""The tables of accounts; each is declared in the module of its subject and named here for Django."""

from cmkc.accounts.models.grants import GrantEnd, OrganisationGrant, OrganisationRole
from cmkc.accounts.models.keys import ApiKey, Scope
from cmkc.accounts.models.mail import WaitingMail
from cmkc.accounts.models.people import Organisation, Sector, User
from cmkc.accounts.models.verification import Decision, EvidenceKind, SectorRequest, SectorVerification

__all__ = [
    "ApiKey",
    "Decision",
    "EvidenceKind",
    "GrantEnd",
    "Organisation",
    "OrganisationGrant",
    "OrganisationRole",
    "Scope",
    "Sector",
    "SectorRequest",
    "SectorVerification",
    "User",
    "WaitingMail",
]
