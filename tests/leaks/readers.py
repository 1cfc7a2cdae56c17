"""Those who ask: an account and a client for each reader of the oracle."""

from datetime import timedelta

from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from cmkc import roles
from cmkc.accounts.actions.keys import make
from cmkc.accounts.models import Organisation, User
from cmkc.moderation.actions.sanctions import confirm, sanction
from tests.accounts.factories import GrantFactory, OrganisationFactory, UserFactory
from tests.leaks.oracle import KEYS, READERS, SECTORS
from tests.moderation.factories import moderator

WITHOUT_ACCOUNT = ("visitor", *KEYS)
SCOPES = dict(zip(KEYS, (["read"], ["profile"]), strict=True))


def accounts(works: Organisation, circle: Group) -> dict[str, User]:
    """Make an account for each reader who has one. Raises: KeyError for a reader that nobody knows how to make."""
    made = {name: _account(name, works) for name in READERS if name not in WITHOUT_ACCOUNT}
    made["of the circle"].groups.add(circle)
    first, second = moderator(name="First moderator"), moderator(name="Second moderator")
    sanction(made["silenced"], "silence", by=first, reason="Too loud.", days=5)
    confirm(sanction(made["banned"], "ban", by=first, reason="Too often."), by=second)
    return made


def _account(name: str, works: Organisation) -> User:
    plain = f"Reader {name}"
    if name in roles.PERMISSIONS:
        return UserFactory(name=plain, roles=[name])
    if name in SECTORS:
        until = timezone.now() + timedelta(days=90)
        return UserFactory(name=plain, organisation=OrganisationFactory(), sector=name, sector_verified_until=until)
    if name in {"training manager", "inspector"}:
        person = UserFactory(name=plain, verified_for=works)
        GrantFactory(organisation=works, user=person, role=name.replace(" ", "-"))
        return person
    return {
        "author": lambda: UserFactory(name=plain),
        "of the circle": lambda: UserFactory(name=plain),
        "silenced": lambda: UserFactory(name=plain),
        "banned": lambda: UserFactory(name=plain),
        "closed account": lambda: UserFactory(name=plain),
    }[name]()


def client_of(reader: str, people: dict[str, User]) -> Client:
    """Give a client with the reader's session or key; whoever's account is closed has the session of before."""
    if reader in KEYS:
        _key, text = make(people["author"], name=f"for {reader}", scopes=SCOPES[reader], days=5)
        return Client(headers={"authorization": f"Bearer {text}"})
    client = Client()
    if reader != "visitor":
        client.force_login(people[reader])
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
        session.save()
    return client
