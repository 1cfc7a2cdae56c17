"""Members who are listed, not listed, hidden, erased; organisations; requests for verification; keys."""

from cmkc.accounts.actions.erasure import erase
from cmkc.accounts.actions.keys import make
from cmkc.accounts.actions.verification import ask
from cmkc.accounts.models import Organisation, User
from cmkc.core.moderated import kinds
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.actions.flags import flag
from cmkc.moderation.models import ReviewItem
from tests.accounts.factories import OrganisationFactory, UserFactory
from tests.leaks.world import Made, World, at_desk, maker

KIND = "profile"


def _person(world: World, state: str, **fields: object) -> User:
    """Make a verified member of the world's organisation."""
    return UserFactory(
        name=world.title(KIND, state),
        affiliation=world.secret(KIND, state),
        email=f"{world.secret(KIND, 'address of a member')}@example.org",
        verified_for=world.works,
        **fields,
    )


def flagged(world: World, person: User, note: str) -> ReviewItem:
    """Let a member who is none of the readers flag a profile, and remember its addresses."""
    kind, key = kinds["profile"], str(person.pk)
    thing = kind.find([key], world.desk)[key]
    flag(kind, key, thing, by=UserFactory(), reason="harassment", note=world.secret("flag", note))
    item = ReviewItem.objects.get(kind="profile", key=key, state="pending")
    pages = [*at_desk(item), ("moderation:member", {"pk": person.pk})]
    world.thing(KIND, note, *pages, ("moderation:flag", {"kind": "profile", "key": key}))
    return item


def _hidden(world: World) -> None:
    """Let the desk hide a profile after the site was read."""
    person = _person(world, "profile hidden by a moderator", listed=True)
    item = flagged(world, person, "flag")
    kind = kinds["profile"]
    version = kind.version_of(kind.find([item.key], world.desk)[item.key])
    words = world.secret("decision", "decision about another")
    decide(item, Ruling("hide", words), by=world.desk, version=version)


@maker("moderated:profile")
def profiles(world: World) -> Made:
    """Make members; some leave after others have read their names."""
    listed, _plain = _person(world, "listed by their own wish", listed=True), _person(world, "not listed")
    for person in (listed, _plain):
        flagged(world, person, "flag")
        world.thing(KIND, "not listed", ("accounts:desk_withdraw", {"pk": person.pk}))
    leaving, closing = _person(world, "erased", listed=True), _person(world, "account closed", listed=True)
    here = {"slug": world.works.slug}
    world.thing("organisation", "public", ("accounts:organisation", here), ("accounts:organisation_roles", here))
    yield
    _hidden(world)
    yield
    erase(leaving, by=leaving)
    yield
    closing.is_active = False
    closing.save()


@maker("moderated:sector")
def requests(world: World) -> Made:
    """Ask for verification, with a note, for an organisation that nobody has confirmed."""
    unconfirmed: Organisation = OrganisationFactory(name=world.title("organisation", "organisation not confirmed"))
    stranger = UserFactory()
    ask(stranger, sector="academia", organisation=unconfirmed, evidence="document", note="See the card.")
    world.thing("organisation", "organisation not confirmed", ("accounts:organisation", {"slug": unconfirmed.slug}))
    state = "asked for verification"
    asked = ask(
        world.people["author"],
        sector="industry",
        organisation=world.works,
        evidence="document",
        note=world.secret("request", state),
    )
    assert asked is not None
    item = ReviewItem.objects.get(author=world.people["author"], state="pending", kind="sector")
    world.thing("request", state, *at_desk(item))
    key, _text = make(world.people["author"], name=world.title("key", "name of a key"), scopes=["read"], days=5)
    world.thing("key", "name of a key", ("accounts:revoke_key", {"pk": key.pk}))
    yield
