"""The demo's accounts: one for each role, with passwords made once."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from cmkc import roles
from cmkc.accounts.models import Organisation, Sector, User

DOMAIN = "demo.example"
_WORDS = """
blend granule tablet feeder probe vessel powder coater roller sieve dryer mixer sensor valve batch steady stream purge
spectra signal dosing hopper nozzle filter column buffer seed slurry polymer lattice matrix kernel
"""
WORDS = tuple(_WORDS.split())


@dataclass(frozen=True)
class DemoAccount:
    """One account of the demo, as it is printed."""

    label: str
    email: str
    password: str
    changed: bool = False


PEOPLE = (
    ("Member", "member", "Mina Park", None),
    ("Regulator", "regulator", "Renata Silva", None),
    ("Verified expert", "expert", "Eva Lindqvist", roles.EXPERT),
    ("Instructor", "instructor", "Ivo Bauer", roles.INSTRUCTOR),
    ("Reviewer", "reviewer", "Ravi Menon", roles.REVIEWER),
    ("Editor", "editor", "Edith Okafor", roles.EDITOR),
    ("Moderator", "moderator", "Marta Rossi", roles.MODERATOR),
    ("Administrator", "administrator", "Ana Duarte", roles.ADMINISTRATOR),
)
"""Who signs in to the demo: label, first part of the address, name, role. The people are invented."""


def make_demo_accounts(kept: Path) -> list[DemoAccount]:
    """Make what is missing and give all accounts with their passwords, which `kept` holds (mode 0600)."""
    passwords = _read(kept)
    made = []
    for label, short, name, role in PEOPLE:
        email = f"{short}@{DOMAIN}"
        passwords.setdefault(email, _new_password())
        user = User.objects.filter(email=email).first() or _make(email, passwords[email], name, role)
        changed = not user.check_password(passwords[email])
        made.append(DemoAccount(label, email, passwords[email], changed))
    _write(kept, passwords)
    return made


def _new_password() -> str:
    """Five words and a number: some 38 random bits, easy to type off a terminal."""
    return "-".join([*(secrets.choice(WORDS) for _ in range(5)), str(1000 + secrets.randbelow(9000))])


def _read(kept: Path) -> dict[str, str]:
    if not kept.exists():
        return {}
    pairs = (line.split() for line in kept.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}  # noqa: PLR2004  (address and password)


def _write(kept: Path, passwords: dict[str, str]) -> None:
    kept.touch(mode=0o600)
    kept.chmod(0o600)
    lines = ["# The demo's sign-ins. Made once; delete this file and the database to get new ones."]
    kept.write_text(
        "\n".join([*lines, *(f"{email} {word}" for email, word in passwords.items())]) + "\n", encoding="utf-8"
    )


@transaction.atomic
def _make(email: str, password: str, name: str, role: str | None) -> User:
    user = User.objects.create_user(email, password, name=name, is_superuser=role == roles.ADMINISTRATOR)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        user.groups.add(Group.objects.get(name=role))
    if email.startswith("regulator@"):
        user.sector, user.listed = Sector.REGULATOR, True
        user.organisation, _ = Organisation.objects.get_or_create(
            slug="demo-medicines-authority", defaults={"name": "Demo Medicines Authority", "confirmed": True}
        )
        user.sector_verified_until = timezone.now() + timedelta(days=365)
        user.save()
    return user
