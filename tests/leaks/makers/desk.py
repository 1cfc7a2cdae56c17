"""What stands at the moderators' desk alone: decisions about somebody, appeals, sanctions, the desk's own words."""

from cmkc.core.moderated import kinds
from cmkc.moderation.actions.appeals import answer, appeal
from cmkc.moderation.actions.deciding import Ruling, decide
from cmkc.moderation.actions.sanctions import sanction
from cmkc.moderation.models import Decision, ReasonTemplate
from tests.accounts.factories import UserFactory
from tests.leaks.makers.people import flagged
from tests.leaks.world import Made, World, at_desk, maker
from tests.moderation.factories import moderator


def _decided(world: World, state: str, *, about: object) -> Decision:
    """Decide on a member's profile."""
    item, kind = flagged(world, about, "flag"), kinds["profile"]
    version = kind.version_of(kind.find([item.key], world.desk)[item.key])
    words = world.secret("decision", state)
    made = decide(item, Ruling("approve" if state == "decision" else "hide", words), by=world.desk, version=version)
    pages = [("moderation:my_decision", {"pk": made.pk}), *at_desk(item)]
    pages.append(("moderation:undo", {"pk": made.pk}))
    world.thing("decision", state, *pages, reference=("moderation.decision", str(made.pk)))
    return made


@maker("notices:moderation.decision", "notices:moderation.appeal")
def decisions(world: World) -> Made:
    """Decide about the author and about another, who appeals."""
    _decided(world, "decision", about=world.people["author"])
    other = UserFactory(affiliation="Works")
    made = _decided(world, "decision about another", about=other)
    asked = appeal(made, by=other, words=world.secret("appeal", "decision about another"))
    world.thing("appeal", "decision about another", ("moderation:appeal", {"pk": asked.pk}))
    answered = UserFactory(affiliation="Works")
    second = _decided(world, "decision about another", about=answered)
    again = appeal(second, by=answered, words=world.secret("appeal", "decision about another"))
    answer(again, by=moderator(), overturn=False, words=world.secret("appeal", "decision about another"))
    here = ("moderation:appeal", {"pk": again.pk})
    world.thing("appeal", "decision about another", here, reference=("moderation.appeal", str(again.pk)))
    yield


@maker("notices:moderation.sanction")
def sanctions(world: World) -> Made:
    """Warn the author; ask for a ban of theirs that nobody has confirmed; sanction another."""
    author, desk = world.people["author"], world.desk
    warned = sanction(author, "warn", by=desk, reason=world.secret("sanction", "sanction"))
    world.thing("sanction", "sanction", ("moderation:my_sanction", {"pk": warned.pk}))
    state = "ban that waits for its second"
    waits = sanction(author, "ban", by=desk, reason=world.secret("sanction", state))
    another = sanction(UserFactory(), "warn", by=desk, reason=world.secret("sanction", "decision about another"))
    for made in (waits, another):
        pages = [(f"moderation:{name}", {"pk": made.pk}) for name in ("confirm", "lift", "my_sanction")]
        world.thing("sanction", state, *pages, reference=("moderation.sanction", str(made.pk)))
    yield


@maker()
def templates(world: World) -> Made:
    """Make a reason template."""
    state = "words of the desk"
    made = ReasonTemplate.objects.create(
        name=world.title("template", state), text=world.secret("template", state)
    )  # fmt: skip
    world.thing("template", state, ("moderation:reason", {"pk": made.pk}))
    yield
